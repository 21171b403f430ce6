"""Parts are rendered from values alone: plain static addresses, no context of a request, no database."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings

from linli.kernel.ui import icons

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True)
def plain_addresses() -> Iterator[None]:
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
        icons.icon.cache_clear()
        yield
    icons.icon.cache_clear()
