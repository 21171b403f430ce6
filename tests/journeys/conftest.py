"""The product as `linli up` starts it with the sample town, and a browser in front of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.driving import PATIENCE, Crew, chromium
from tests.site.processes import Up, free_port

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys drive a browser."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A running product of the whole run; it ends with the tests, however they end."""
    with Up(tmp_path_factory.mktemp("journeys") / "home", free_port()) as up:
        up.ready(patience=300)
        yield up


@pytest.fixture(scope="session")
def keys() -> dict[str, Any]:
    """Who has signed in already, and what the browser keeps of it."""
    return {}


# Not for the whole run: while a browser is driven, a process cannot use the database as other tests do.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with chromium() as started:
        yield started


@pytest.fixture
def crew(browser: Browser, product: Up, keys: dict[str, Any]) -> Iterator[Crew]:
    """Opens pages as anybody; a script error, a blocked resource or a broken answer fails the test."""
    made = Crew(browser, f"http://127.0.0.1:{product.port}", keys)
    yield made
    made.close()
    assert made.faults == []
