"""Nothing that a test runs in its own process calls out of this machine."""

import socket

import pytest


def test_a_call_out_is_stopped():
    with socket.socket() as own, pytest.raises(AssertionError, match="out of this machine"):
        own.connect(("192.0.2.1", 80))
