"""Exchange as a Django application."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """互通."""

    name = "linli.exchange"
    label = "exchange"
    verbose_name = "互通"

    def ready(self) -> None:
        """Know the permissions, events and reactions of the package."""
        from . import access, events, reactions  # noqa: F401
