"""The coordinate systems of Chinese maps, and the way between them.

Everything is kept in WGS-84, which CGCS2000 equals to within centimetres. GCJ-02 is the shifted system of
public maps, BD-09 a second shift on top of it. Source: the widely published constants of both shifts; the
way back has no closed form and is found by iteration.
"""

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, sin, sqrt

from .geometry import Point

_AXIS = 6378245.0  # metres; the shift is computed on the ellipsoid of Krasovsky (1940)
_ECCENTRICITY2 = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271  # the shift applies inside this frame
_BD_TURN = pi * 3000 / 180
_STEPS = 40  # about six are used
_CLOSE = 1e-13  # degrees


class Crs(StrEnum):
    """Where a pair of coordinates comes from."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def to_wgs84(lon: float, lat: float, crs: Crs) -> Point:
    """Degrees in the given system to degrees in WGS-84: undoes `from_wgs84` to less than a millimetre.

    A point whose origin lies outside the frame of the shift is answered unchanged.
    """
    if crs in (Crs.WGS84, Crs.CGCS2000):
        return lon, lat
    gcj = (lon, lat) if crs is Crs.GCJ02 else _undone(_gcj_to_bd, lon, lat)
    origin = _undone(_wgs_to_gcj, *gcj)
    return origin if _in_frame(*origin) else (lon, lat)


def from_wgs84(lon: float, lat: float, crs: Crs) -> Point:
    """Degrees in WGS-84 to degrees in the given system. Points outside China stay where they are."""
    if crs in (Crs.WGS84, Crs.CGCS2000) or not _in_frame(lon, lat):
        return lon, lat
    gcj = _wgs_to_gcj(lon, lat)
    return gcj if crs is Crs.GCJ02 else _gcj_to_bd(*gcj)


def _in_frame(lon: float, lat: float) -> bool:
    return _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH


def _wgs_to_gcj(lon: float, lat: float) -> Point:
    x, y = lon - 105.0, lat - 35.0
    ripple = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    root = sqrt(abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (ripple + 20 * sin(pi * x) + 40 * sin(pi * x / 3)) * 2 / 3
    east += (150 * sin(pi * x / 12) + 300 * sin(pi * x / 30)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (ripple + 20 * sin(pi * y) + 40 * sin(pi * y / 3)) * 2 / 3
    north += (160 * sin(pi * y / 12) + 320 * sin(pi * y / 30)) * 2 / 3
    phi = lat * pi / 180
    curve = 1 - _ECCENTRICITY2 * sin(phi) ** 2
    metres_east = _AXIS / sqrt(curve) * cos(phi) * pi / 180
    metres_north = _AXIS * (1 - _ECCENTRICITY2) / curve**1.5 * pi / 180
    return lon + east / metres_east, lat + north / metres_north


def _gcj_to_bd(lon: float, lat: float) -> Point:
    reach = hypot(lon, lat) + 0.00002 * sin(lat * _BD_TURN)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BD_TURN)
    return reach * cos(angle) + 0.0065, reach * sin(angle) + 0.006


def _undone(shift: Callable[[float, float], Point], lon: float, lat: float) -> Point:
    """The point that `shift` moves to (lon, lat). Both shifts bend by under 3 %: this converges."""
    x, y = lon, lat
    for _ in range(_STEPS):
        moved_lon, moved_lat = shift(x, y)
        off_lon, off_lat = moved_lon - lon, moved_lat - lat
        x, y = x - off_lon, y - off_lat
        if abs(off_lon) < _CLOSE and abs(off_lat) < _CLOSE:
            break
    return x, y
