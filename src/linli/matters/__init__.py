"""事项: intake, kinds, stages, clocks, ladder, follow-up."""
