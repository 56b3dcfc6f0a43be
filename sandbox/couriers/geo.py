"""Points as (longitude, latitude) in GCJ-02, the distances and lines between them."""

import math

EARTH_M = 6_371_000
_BD_TURN = math.pi * 3000 / 180
# China's outermost degrees; a point beyond is swapped or of another system.
LONGITUDES, LATITUDES = (73.0, 136.0), (3.0, 54.0)


def is_in_china(point):
    """Return whether a point can be in China at all."""
    lng, lat = point
    return LONGITUDES[0] <= lng <= LONGITUDES[1] and LATITUDES[0] <= lat <= LATITUDES[1]


def distance_m(one, other):
    """Return the metres between two points, as the crow flies."""
    (lng1, lat1), (lng2, lat2) = (map(math.radians, point) for point in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lng2 - lng1) / 2) ** 2
    )
    return round(2 * EARTH_M * math.asin(math.sqrt(half)))


def between(one, other, share):
    """Return the point that lies `share` (0 to 1) of the way to another."""
    share = min(max(share, 0.0), 1.0)
    return tuple(round(a + (b - a) * share, 6) for a, b in zip(one, other, strict=True))


def away(point, metres, degrees):
    """Return the point so many metres away in a direction (0 is north)."""
    turn = math.radians(degrees)
    lng, lat = point
    up = math.degrees(metres * math.cos(turn) / EARTH_M)
    right = math.degrees(
        metres * math.sin(turn) / (EARTH_M * math.cos(math.radians(lat)))
    )
    return round(lng + right, 6), round(lat + up, 6)


def from_baidu(point):
    """Return a point of Baidu's BD-09 in GCJ-02."""
    x, y = point[0] - 0.0065, point[1] - 0.006
    z = math.hypot(x, y) - 0.00002 * math.sin(y * _BD_TURN)
    theta = math.atan2(y, x) - 0.000003 * math.cos(x * _BD_TURN)
    return round(z * math.cos(theta), 6), round(z * math.sin(theta), 6)


def to_baidu(point):
    """Return a point of GCJ-02 in Baidu's BD-09."""
    lng, lat = point
    z = math.hypot(lng, lat) + 0.00002 * math.sin(lat * _BD_TURN)
    theta = math.atan2(lat, lng) + 0.000003 * math.cos(lng * _BD_TURN)
    return (
        round(z * math.cos(theta) + 0.0065, 6),
        round(z * math.sin(theta) + 0.006, 6),
    )
