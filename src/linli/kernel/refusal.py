"""What the rules turn down, as a stable code and a sentence for the person who asked."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not an error
    """An expected "no".

    code: stable, lower_snake, never translated; doors answer with it.
    sentence: one or two plain sentences for the person, already translated or lazily translatable.
    status: HTTP status the doors use (422 unless said; 404 hides what lies outside the area).
    facts: values a door may show beside the sentence (ids, numbers, row lists), JSON-able.
    """

    def __init__(
        self, code: str, sentence: object, *, status: int = 422, facts: Mapping[str, Any] | None = None
    ):
        super().__init__(code)
        self.code = code
        self._sentence = sentence
        self.status = status
        self.facts: Mapping[str, Any] = facts or {}

    @property
    def sentence(self) -> str:
        """The sentence in the language of the moment."""
        return str(self._sentence)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"
