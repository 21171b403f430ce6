"""Doors for programs that have a standard of their own."""
