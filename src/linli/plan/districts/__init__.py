"""Grids: who serves which, and how they are drawn."""
