"""The site as a Django application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Addresses, navigation, sign-in."""

    name = "linli.site"
    label = "site"
    verbose_name = "邻里"

    def ready(self) -> None:
        """Hear of sign-ins."""
        from .sign_in import records  # noqa: F401
