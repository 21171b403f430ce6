"""The visit month: which days each household is seen, and the round of each day."""
