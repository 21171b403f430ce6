"""Tests mirror src/linli path for path."""
