"""Files that come in from other systems."""
