"""Addresses of Open311, below /open311/v2/."""

from django.urls import re_path

from . import open311

FORM = r"\.(?P<form>json|xml)$"

urlpatterns = [
    re_path(rf"^discovery{FORM}", open311.discovery),
    re_path(rf"^services{FORM}", open311.service_list),
    re_path(rf"^services/(?P<code>[^/]{{1,60}}){FORM}", open311.service_definition),
    re_path(rf"^requests{FORM}", open311.service_requests),
    re_path(rf"^requests/(?P<number>[^/]{{1,60}}){FORM}", open311.service_request),
    re_path(rf"^tokens/(?P<token_id>[^/]{{1,60}}){FORM}", open311.token),
    re_path(rf"^servicerequestupdates{FORM}", open311.updates),
]
