"""How many kills a run makes."""

import os

import pytest


@pytest.fixture(scope="session")
def rounds() -> int:
    """A few, or as many as LINLI_KILL_ROUNDS says, for a long night."""
    return int(os.environ.get("LINLI_KILL_ROUNDS", "6"))
