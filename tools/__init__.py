"""Guards and upkeep of the house; not part of the product."""
