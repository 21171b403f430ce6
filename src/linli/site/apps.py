"""The site as a Django application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Addresses, navigation, sign-in."""

    name = "linli.site"
    label = "site"
    verbose_name = "邻里"
