"""The addresses of the API."""

from django.urls import path

from . import matters, me, places, steps
from .describing import api

__all__ = ["matters", "me", "places", "steps"]

urlpatterns = [path("", api.urls)]
