"""Which category a message is about: learned from what people decided, calibrated, explained, never decided here."""
