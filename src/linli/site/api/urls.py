"""The addresses of the API."""

from django.urls import path

from . import commands, desks, figures, lists, matters, me, places, rules, sent, steps, voices
from .describing import api

__all__ = [
    "commands",
    "desks",
    "figures",
    "lists",
    "matters",
    "me",
    "places",
    "rules",
    "sent",
    "steps",
    "voices",
]

urlpatterns = [path("", api.urls)]
