"""The three coordinate systems of maps in China, converted in one place.

- WGS-84: what a satellite receiver and a browser say.
- GCJ-02: what maps in China must show (AMap, Tencent, WeChat). Ours.
- BD-09: Baidu's.

GCJ-02 moves each point by up to half a kilometre, by published formulas of latitude and
longitude; the way back is found by trying. Outside China nothing is moved, and only a
rectangle decides what is China, as in the maps' own code.
"""

import math

from .neutral import Point

_SEMI_MAJOR_AXIS_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU_ANGLE = math.pi * 3000.0 / 180.0
_BAIDU_SHIFT_LNG = 0.0065
_BAIDU_SHIFT_LAT = 0.006
_CHINA_LNG = (72.004, 137.8347)
_CHINA_LAT = (0.8293, 55.8271)
# Each try leaves less than a hundredth of the error before it.
_TRIES = 10
_DECIMALS = 6
_EARTH_RADIUS_M = 6371008.8


def gcj02_from_wgs84(point: Point) -> Point:
    """Return where a map in China shows what a satellite receiver found."""
    return _rounded(_gcj02_of_wgs84(point))


def wgs84_from_gcj02(point: Point) -> Point:
    """Return where a satellite receiver would be that a map in China shows there."""
    return _rounded(_undone(_gcj02_of_wgs84, point))


def bd09_from_gcj02(point: Point) -> Point:
    """Return where Baidu shows a point."""
    return _rounded(_bd09_of_gcj02(point))


def gcj02_from_bd09(point: Point) -> Point:
    """Return where the other maps show a point of Baidu's."""
    return _rounded(_undone(_bd09_of_gcj02, point))


def distance_m(one: Point, other: Point) -> int:
    """Return how far apart two points of one system are, as the crow flies."""
    lat, other_lat = math.radians(one.lat), math.radians(other.lat)
    half_lat = math.sin((other_lat - lat) / 2) ** 2
    half_lng = math.sin(math.radians(other.lng - one.lng) / 2) ** 2
    chord = half_lat + math.cos(lat) * math.cos(other_lat) * half_lng
    return round(2 * _EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord))))


def is_in_china(point: Point) -> bool:
    """Return whether maps move a point at all."""
    west, east = _CHINA_LNG
    south, north = _CHINA_LAT
    return west <= point.lng <= east and south <= point.lat <= north


def _rounded(point):
    # A tenth of a metre: more digits would only pretend.
    return Point(round(point.lng, _DECIMALS), round(point.lat, _DECIMALS))


def _gcj02_of_wgs84(point):
    if not is_in_china(point):
        return point
    east, north = point.lng - 105.0, point.lat - 35.0
    angle = math.radians(point.lat)
    flattening = 1 - _ECCENTRICITY_SQUARED * math.sin(angle) ** 2
    root = math.sqrt(flattening)
    meridian = _SEMI_MAJOR_AXIS_M * (1 - _ECCENTRICITY_SQUARED) / (flattening * root)
    parallel = _SEMI_MAJOR_AXIS_M / root * math.cos(angle)
    return Point(
        point.lng + math.degrees(_shift_east_m(east, north) / parallel),
        point.lat + math.degrees(_shift_north_m(east, north) / meridian),
    )


def _shift_east_m(east, north):
    return (
        300.0
        + east
        + 2.0 * north
        + 0.1 * east * east
        + 0.1 * east * north
        + 0.1 * math.sqrt(abs(east))
        + _waves((20.0, 6.0 * east), (20.0, 2.0 * east))
        + _waves((20.0, east), (40.0, east / 3.0))
        + _waves((150.0, east / 12.0), (300.0, east / 30.0))
    )


def _shift_north_m(east, north):
    return (
        -100.0
        + 2.0 * east
        + 3.0 * north
        + 0.2 * north * north
        + 0.1 * east * north
        + 0.2 * math.sqrt(abs(east))
        + _waves((20.0, 6.0 * east), (20.0, 2.0 * east))
        + _waves((20.0, north), (40.0, north / 3.0))
        + _waves((160.0, north / 12.0), (320.0, north / 30.0))
    )


def _waves(*waves):
    heights = (height * math.sin(turns * math.pi) for height, turns in waves)
    return sum(heights) * 2.0 / 3.0


def _bd09_of_gcj02(point):
    length = math.hypot(point.lng, point.lat)
    length += 0.00002 * math.sin(point.lat * _BAIDU_ANGLE)
    angle = math.atan2(point.lat, point.lng)
    angle += 0.000003 * math.cos(point.lng * _BAIDU_ANGLE)
    return Point(
        length * math.cos(angle) + _BAIDU_SHIFT_LNG,
        length * math.sin(angle) + _BAIDU_SHIFT_LAT,
    )


def _undone(convert, point):
    """Return what `convert` turns into the point."""
    guess = point
    for _try in range(_TRIES):
        reached = convert(guess)
        guess = Point(
            guess.lng - (reached.lng - point.lng),
            guess.lat - (reached.lat - point.lat),
        )
    return guess
