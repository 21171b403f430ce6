"""Staff rostering files in sections (the twenty-four instances of Curtois and Qu)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Staff:
    """Limits of one person; most: shifts of each type."""

    id: str
    most: list[int]
    longest: int
    shortest: int
    run_most: int
    run_least: int
    rest_least: int
    weekends: int


@dataclass(frozen=True)
class Ward:
    """0 is a day off, shift types count from 1. wish[p, d, t]: price of that choice; cover: need and two prices."""

    days: int
    types: list[str]
    minutes: Any
    follow: Any  # (types + 1, types + 1) may the second follow the first
    staff: list[Staff]
    off: Any  # (people, days) fixed days off
    wish: Any
    need: Any  # (days, types + 1)
    under: Any
    over: Any


def sections(text: str) -> dict[str, list[list[str]]]:
    """Rows of every section, split at commas."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    name = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("SECTION_"):
            name = line
        elif line and not line.startswith("#"):
            found[name].append([cell.strip() for cell in line.split(",")])
    return dict(found)


def read(text: str) -> Ward:
    """Raises ValueError where a section is missing."""
    parts = sections(text)
    if not {"SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER"} <= parts.keys():
        raise ValueError("not a staff rostering file")
    days = int(parts["SECTION_HORIZON"][0][0])
    types = [row[0] for row in parts["SECTION_SHIFTS"]]
    code = {name: k for k, name in enumerate(types, 1)}
    width = len(types) + 1
    follow = np.ones((width, width), np.bool_)
    for row in parts["SECTION_SHIFTS"]:
        for name in filter(None, row[2].split("|") if len(row) > 2 else []):
            follow[code[row[0]], code[name]] = False
    staff = [_person(row, code) for row in parts["SECTION_STAFF"]]
    who = {p.id: i for i, p in enumerate(staff)}
    off = np.zeros((len(staff), days), np.bool_)
    for row in parts.get("SECTION_DAYS_OFF", []):
        off[who[row[0]], [int(d) for d in row[1:] if d]] = True
    wish = np.zeros((len(staff), days, width), np.int64)
    for name, day, shift, weight in parts.get("SECTION_SHIFT_ON_REQUESTS", []):
        wish[who[name], int(day), :] += int(weight)
        wish[who[name], int(day), code[shift]] -= int(weight)
    for name, day, shift, weight in parts.get("SECTION_SHIFT_OFF_REQUESTS", []):
        wish[who[name], int(day), code[shift]] += int(weight)
    need, under, over = (np.zeros((days, width), np.int64) for _ in range(3))
    for day, shift, wanted, low, high in parts["SECTION_COVER"]:
        at = int(day), code[shift]
        need[at], under[at], over[at] = int(wanted), int(low), int(high)
    minutes = np.array([0, *(int(row[1]) for row in parts["SECTION_SHIFTS"])], np.int64)
    return Ward(days, types, minutes, follow, staff, off, wish, need, under, over)


def _person(row: list[str], code: dict[str, int]) -> Staff:
    most = [0] * (len(code) + 1)
    for pair in filter(None, row[1].split("|")):
        name, number = pair.split("=")
        most[code[name]] = int(number)
    longest, shortest, run_most, run_least, rest_least, weekends = (int(x) for x in row[2:8])
    return Staff(row[0], most, longest, shortest, run_most, run_least, rest_least, weekends)
