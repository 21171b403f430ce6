"""The JSON API: the same commands and queries as the pages, behind bearer tokens."""
