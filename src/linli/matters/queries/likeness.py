"""How alike texts are, asked of the helper while somebody waits: the mean of title and text likeness, or nothing."""

from collections.abc import Sequence

from django.conf import settings

from linli.assist.asking import ask
from linli.kernel.search import wanted

WAIT = 0.3
"""Seconds a page waits; then it goes without."""
LIKE = 0.3
"""Likeness from which two texts are called alike while one writes (a third of the true ones lie below, few false above)."""
TITLE, TOKENS, TEXT = 60, 48, 600


def likenesses(
    title: str, text: str, others: Sequence[tuple[str, str]], seconds: float = WAIT
) -> list[float] | None:
    """How alike each other (title, text) is, 0 to 1; None without a helper, or not in time."""
    if not others or not (title + text).strip():
        return None
    found = ask(
        settings.LINLI_ASSIST_DOOR, "like", seconds=seconds, title=title[:200], text=text[:TEXT],
        others=[[head[:200], body[:TEXT]] for head, body in others],
    )  # fmt: skip
    return found if isinstance(found, list) and len(found) == len(others) else None


def pairs(title: str, text: str) -> list[str]:
    """The pairs of characters to look for others by: of the title, else of how the text begins.

    Rare pairs of the body find the wrong ones (measured: a recall of .08 to .53), those of a title 94 % of the best ten.
    """
    begins = (title.strip() or text.strip())[:TITLE]
    return wanted(begins)[:TOKENS]
