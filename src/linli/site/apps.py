"""The site as a Django application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Addresses, navigation, sign-in."""

    name = "linli.site"
    label = "site"
    verbose_name = "邻里"

    def ready(self) -> None:
        """Hear of sign-ins; name what has a code."""
        from linli.kernel.ui import codes

        from .event_words import EVENTS
        from .permission_words import PERMISSIONS
        from .sign_in import records  # noqa: F401

        codes.event_words.update(EVENTS)
        codes.permission_words.update(PERMISSIONS)
