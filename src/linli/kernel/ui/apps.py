"""The shared parts of pages as a Django application (templates, tags, static files; no tables)."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, template tags and static files."""

    name = "linli.kernel.ui"
    label = "ui"
    verbose_name = "邻里 · 界面"
