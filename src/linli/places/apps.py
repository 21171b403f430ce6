"""Places as a Django application."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """空间."""

    name = "linli.places"
    label = "places"
    verbose_name = "空间"

    def ready(self) -> None:
        """Know the permissions, events and reactions of the package."""
        from . import access, reactions  # noqa: F401
