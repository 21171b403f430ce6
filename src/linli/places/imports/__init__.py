"""File formats of places."""
