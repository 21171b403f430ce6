"""The look: tokens, icons, parts, shells and scripts shared by every page."""
