"""Decisions of the board: values in, values out."""
