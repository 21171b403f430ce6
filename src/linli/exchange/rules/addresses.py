"""Where we may call out to: addresses that others wrote, judged before a name is asked for and after.

After RFC 6890 and the server-side request forgery notes of OWASP: https only, a real host name, and no address that
is not public, however it is written. What a name stands for is judged for every address it has, and the call goes to
one of those just judged, so that a name that changes its mind afterwards gains nothing.
"""

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusal import Refusal

LONGEST = 500
_NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_INNER = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "test",
    "invalid",
    "onion",
)
_EMBEDDING = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96"))
)
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Target(NamedTuple):
    """An address taken apart. `path` has the query with it."""

    secure: bool
    host: str
    port: int
    path: str


def _unsafe(why: object) -> Refusal:
    return Refusal("address_unsafe", why, facts={"field": "address"})


def target_of(address: str, *, loopback: bool = False) -> Target:
    """An address that may be called, taken apart; `loopback` also lets this very machine be called, by http.

    Refuses: address_unsafe.
    """
    if len(address) > LONGEST or not address.isascii() or any(ch <= " " or ch in "\\\x7f" for ch in address):
        raise _unsafe(_("接收地址要是完整的https网址，中文域名请用xn--写法。"))
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _unsafe(_("接收地址要是完整的https网址，中文域名请用xn--写法。")) from None
    if parts.username is not None or parts.password is not None or parts.fragment or not host:
        raise _unsafe(_("接收地址里不能带用户名、密码或#。"))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if loopback and host in LOOPBACK_NAMES and parts.scheme in ("http", "https"):
        return Target(parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80), path)
    if parts.scheme != "https":
        raise _unsafe(_("接收地址要用https。"))
    if port is not None and port != 443 and port < 1024:
        raise _unsafe(_("接收地址的端口要用443或1024以上。"))
    _judge_host(host)
    return Target(True, host, port or 443, path)


def _judge_host(host: str) -> None:
    if ":" in host or _NUMERIC.fullmatch(host):
        try:
            plain = ipaddress.ip_address(host)
        except ValueError:
            raise _unsafe(_("接收地址不能用这种写法的IP。")) from None
        if not is_public(plain):
            raise _unsafe(_("接收地址不能指向内部网络。"))
        return
    labels = host.lower().split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(one) for one in labels) or len(host) > 253:
        raise _unsafe(_("接收地址的域名不完整。"))
    if labels[-1] in _INNER:
        raise _unsafe(_("接收地址不能指向内部网络。"))


def is_public(address: Address) -> bool:
    """True for an address of the public network, whichever way it is wrapped."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None or address.is_site_local or address.ipv4_mapped is not None:
            return False
        if any(address in network for network in _EMBEDDING):
            return False  # an IPv4 address inside: nobody serves from these, attacks do
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def may_connect(found: str, *, loopback: bool) -> bool:
    """Whether an address that a name stands for may be connected to."""
    try:
        plain = ipaddress.ip_address(found)
    except ValueError:
        return False
    return plain.is_loopback if loopback else is_public(plain)
