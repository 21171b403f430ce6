"""People as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """人员."""

    name = "linli.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        """Know the permissions, events and reactions of the package."""
        from . import access  # noqa: F401
        from .commands import moving  # noqa: F401
