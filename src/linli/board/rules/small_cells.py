"""What is too few to be told in public."""

FEWEST = 5
"""A public cell counts at least so many; fewer are told as 少于5."""
