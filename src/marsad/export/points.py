"""Where an incident is, as the formats of maps write it."""

from __future__ import annotations

import struct

from ..model import Incident

Point = tuple[float, float]
"""Longitude and latitude, in decimal degrees (WGS 84)."""

_pack = struct.Struct("<BIdd").pack


def point_of(incident: Incident) -> Point | None:
    """Longitude and latitude of an incident, or None."""
    place = incident.location
    return None if place is None or place.lat is None or place.lon is None else (place.lon, place.lat)


def encode_point(point: Point) -> bytes:
    """Well-known binary of a point, little-endian."""
    return _pack(1, 1, *point)
