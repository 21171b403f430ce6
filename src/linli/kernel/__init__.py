"""What every package stands on; no domain word in it."""
