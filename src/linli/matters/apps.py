"""Matters as a Django application."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """事项."""

    name = "linli.matters"
    label = "matters"
    verbose_name = "事项"

    def ready(self) -> None:
        """Know the permissions, events and reactions of the package."""
        from . import access, reactions  # noqa: F401
        from .commands import moving  # noqa: F401
