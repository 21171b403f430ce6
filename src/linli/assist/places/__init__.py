"""Which place a text speaks of: a list of names in, likely buildings, grids and communities out; nothing is decided."""
