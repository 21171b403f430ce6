"""Where a request comes from, said once for every counter: as many proxies are believed as are named, no more."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

NETWORK = 64
"""A home gets this many bits of IPv6 at least: whoever changes address inside it is still one."""


def client_address(request: HttpRequest) -> str:
    """The client's address, an IPv6 one as its network.

    Behind LINLI_PROXIES proxies the one that the outermost of them saw; what stands further left in
    X-Forwarded-For was written by the client and is never believed.
    """
    seen = str(request.META.get("REMOTE_ADDR") or "")
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    believed = settings.LINLI_PROXIES
    if believed and len(passed) >= believed:
        seen = passed[-believed]
    try:
        found = ip_address(seen)
    except ValueError:
        return "0.0.0.0"  # noqa: S104  no address at all, over a local socket: all of these count as one
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, NETWORK), strict=False).network_address)
    return str(found)
