"""空间: one tree from district to home."""
