"""人员: persons, organisations, roles, postings."""
