"""How the sign-in library meets our accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  the library is untyped
    """Accounts are made by administrators and by telephone sign-in, never by an open form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def locked_out(request: HttpRequest, credentials: dict[str, str], *more: object) -> HttpResponse:
    """The page after too many wrong passwords."""
    return render(request, "account/locked.html", status=429)
