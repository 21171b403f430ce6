"""Even calendars: each place in turn, spread over the month."""
