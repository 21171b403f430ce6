"""Answers of Open311 GeoReport v2 as XML: lists become repeated elements under the standard's names."""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

ITEMS = {
    "services": "service", "attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format",
    "service_requests": "request", "service_request_updates": "request_update", "errors": "error",
}  # fmt: skip
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_xml(root: str, value: Any) -> bytes:
    """A document whose root is `root`; None is an empty element, booleans are true and false."""
    top = Element(root)
    _fill(top, root, value)
    body: bytes = tostring(top, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _fill(into: Element, name: str, value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _fill(SubElement(into, key), key, inner)
    elif isinstance(value, list):
        for inner in value:
            _fill(SubElement(into, ITEMS[name]), ITEMS[name], inner)
    elif isinstance(value, bool):
        into.text = "true" if value else "false"
    elif value is not None:
        into.text = _NOT_XML.sub("", str(value))
