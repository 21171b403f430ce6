"""Board as a Django application."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """看板."""

    name = "linli.board"
    label = "board"
    verbose_name = "看板"

    def ready(self) -> None:
        """Know the permissions, events and reactions of the package."""
        from . import access, events, reactions  # noqa: F401
