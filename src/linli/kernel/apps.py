"""The kernel as a Django application."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Tables and shared parts."""

    name = "linli.kernel"
    label = "kernel"
    verbose_name = "邻里 · 内核"
