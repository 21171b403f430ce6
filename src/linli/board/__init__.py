"""看板: figures of matters, rates, reports; reads all, owns projections only."""
