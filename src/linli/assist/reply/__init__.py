"""Does an answer address what was asked: points of the question, who did or does what, by when, empty phrases."""
