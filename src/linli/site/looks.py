"""Standard or large type: what an address asks for (`?ui=elder`, as printed codes do) is remembered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from linli.kernel import browser

COOKIE = "ui"
LOOKS = ("resident", "elder")


class Looks:
    """Keeps the size of type in this browser; who is signed in may keep one in the account besides."""

    def __init__(self, go_on: Callable[[HttpRequest], HttpResponse]):
        self.go_on = go_on

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.go_on(request)
        asked = request.GET.get("ui", "")
        if asked in LOOKS and request.COOKIES.get(COOKIE) != asked:
            browser.keep(answer, COOKIE, asked)
        return answer
