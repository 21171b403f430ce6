"""Addresses: pages by their decorator, sign-in by its library, the API, health."""

from django.urls import include, path

from linli.kernel.page import patterns
from linli.site.health import healthz, metrics, readyz

handler403 = "linli.site.errors.forbidden"
handler404 = "linli.site.errors.not_found"
handler500 = "linli.site.errors.broken"

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("api/v1/", include("linli.site.api.urls")),
    path("open311/v2/", include("linli.exchange.api.urls")),
    *patterns(
        "linli.places.pages",
        "linli.people.pages",
        "linli.matters.pages",
        "linli.board.pages",
        "linli.exchange.pages",
        "linli.site.pages",
    ),
    path("account/", include("linli.site.sign_in.urls")),
]
