"""Addresses that others wrote: only the public network, by https, however they are written."""

import contextlib
import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.exchange.commands import calling
from linli.exchange.commands.calling import post
from linli.exchange.rules.addresses import is_public, may_connect, target_of
from linli.kernel.refusal import Refusal

UNSAFE = [
    "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/", "example.org",
    "https://", "https:///x", "https://user:pw@example.org/", "https://example.org@127.0.0.1/", "https://example.org/#x",
    "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/",
    "https://0177.0.0.1/", "https://017700000001/", "https://127.0.0.1./", "https://0/", "https://0.0.0.0/", "https://[::1]/",
    "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[fc00::1]/", "https://[fd12:3456::1]/",
    "https://[ff02::1]/", "https://[fec0::1]/", "https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/",
    "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/", "https://192.0.2.1/",
    "https://198.18.0.1/", "https://224.0.0.1/", "https://240.0.0.1/", "https://255.255.255.255/", "https://localhost/",
    "https://a.localhost/", "https://db.internal/", "https://printer.local/", "https://intranet/", "https://router.lan/",
    "https://x.home.arpa/", "https://example.org:22/", "https://example.org:0/", "https://example.org:99999/", "https://exa mple.org/",
    "https://example.org/\r\nX: y", "https://example.org/\x00", "https://例子.cn/", "https://exa%6dple.org/", "https://-a.example.org/",
    "https://a..example.org/", "https://" + "a" * 64 + ".org/", "https://example.org/" + "a" * 600, "https://１２７.0.0.1/", "https://example.org\\@127.0.0.1/",
    "https://1.1.1.1.1/", "https://0x/", "https://999.1.1.1/", "javascript:alert(1)", "",
]  # fmt: skip


@pytest.mark.parametrize("address", UNSAFE)
def test_what_is_unsafe_is_refused_before_anything_is_asked(address, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: pytest.fail("a name was asked for"))
    with pytest.raises(Refusal, match="address_unsafe"):
        target_of(address)
    assert post(address, b"{}", {}).fault == "address_unsafe"


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.example.org/in?a=1",
        "https://1.1.1.1/",
        "https://xn--fsqu00a.cn:8443/x",
        "https://[2606:4700::1111]/",
    ],
)
def test_what_is_public_is_taken(address):
    assert target_of(address).secure


def test_loopback_only_where_it_is_meant():
    with pytest.raises(Refusal):
        target_of("http://127.0.0.1:8080/")
    assert target_of("http://127.0.0.1:8080/", loopback=True).port == 8080
    for other in ("http://10.0.0.1/", "http://example.org/", "https://192.168.1.1/", "http://127.0.0.2/"):
        with pytest.raises(Refusal):
            target_of(other, loopback=True)


@pytest.mark.parametrize(
    "found",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "x",
    ],
)
def test_a_name_that_stands_for_the_inside_is_not_called(found, monkeypatch):
    family = socket.AF_INET6 if ":" in found else socket.AF_INET
    answers = [(socket.AF_INET, 1, 6, "", ("93.184.216.34", 443)), (family, 1, 6, "", (found, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answers)
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("it was called"))
    assert post("https://hooks.example.org/", b"{}", {}).fault == "address_unsafe"


def test_the_place_that_was_judged_is_the_one_that_is_called(monkeypatch):
    asked, called = [], []

    def resolve(*_args, **_more):
        asked.append(1)
        return [(socket.AF_INET, 1, 6, "", ("93.184.216.34" if len(asked) == 1 else "127.0.0.1", 443))]

    def connect(place, **_more):
        called.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(calling.socket, "create_connection", connect)
    assert post("https://hooks.example.org/", b"{}", {}).fault == "no_answer: ConnectionRefusedError"
    assert (len(asked), called) == (1, [("93.184.216.34", 443)])


def test_a_name_that_does_not_exist_is_no_fault_of_ours(monkeypatch):
    def unknown(*_args, **_more):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert post("https://nowhere.example.org/", b"{}", {}).fault == "no_answer: gaierror"


@given(st.ip_addresses())
def test_nothing_that_is_not_global_is_public(address):
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast
    if isinstance(address, ipaddress.IPv4Address):
        assert not is_public(ipaddress.IPv6Address(f"::ffff:{address}"))
        assert not is_public(ipaddress.IPv6Address(f"64:ff9b::{address}"))


@given(st.text(max_size=60))
def test_whatever_is_written_it_is_a_target_or_a_refusal(text):
    with contextlib.suppress(Refusal):
        assert target_of(text).secure
    assert not may_connect(text, loopback=False) or is_public(ipaddress.ip_address(text))
