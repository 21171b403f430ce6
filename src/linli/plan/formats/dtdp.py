"""Districting files in GraphML: places with three loads, edges with distances."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

LOADS = ("n_customers", "demand", "workload")


@dataclass(frozen=True)
class Territory:
    """Names of the places, where they are, three loads each, and the edges with their lengths."""

    names: list[str]
    places: NDArray[np.float64]
    loads: NDArray[np.float64]
    edges: list[tuple[int, int, float]]


def read(text: str) -> Territory:
    """Raises ValueError where a load is missing."""
    if "<!ENTITY" in text or "<!DOCTYPE" in text:
        raise ValueError("a file of measurements has no document type")
    tree = ET.fromstring(text)  # noqa: S314
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    keys = {key.get("id"): key.get("attr.name") for key in tree.findall("g:key", space)}

    def values(element: ET.Element) -> dict[str | None, float]:
        return {keys.get(d.get("key")): float(d.text or 0) for d in element.findall("g:data", space)}

    nodes = tree.findall("g:graph/g:node", space)
    if not nodes:
        raise ValueError("no places")
    rows = [values(node) for node in nodes]
    names = [node.get("id") or "" for node in nodes]
    index = {name: i for i, name in enumerate(names)}
    edges = [
        (index[edge.get("source") or ""], index[edge.get("target") or ""], values(edge)["distance"])
        for edge in tree.findall("g:graph/g:edge", space)
    ]
    places = np.array([[row["x"], row["y"]] for row in rows])
    return Territory(names, places, np.array([[row[kind] for row in rows] for kind in LOADS]), edges)
