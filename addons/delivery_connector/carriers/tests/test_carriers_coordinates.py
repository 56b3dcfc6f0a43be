import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers import coordinates
from carriers.neutral import Point

CHINA = st.builds(Point, st.floats(73.5, 134.0), st.floats(18.5, 53.0))


@given(CHINA)
def test_satellite_to_map_and_back_is_the_same_place(point):
    back = coordinates.wgs84_from_gcj02(coordinates.gcj02_from_wgs84(point))

    assert coordinates.distance_m(point, back) <= 1


@given(CHINA)
def test_map_to_baidu_and_back_is_the_same_place(point):
    back = coordinates.gcj02_from_bd09(coordinates.bd09_from_gcj02(point))

    assert coordinates.distance_m(point, back) <= 1


@given(CHINA)
def test_maps_move_a_place_by_some_hundred_metres(point):
    moved = coordinates.distance_m(point, coordinates.gcj02_from_wgs84(point))

    assert 0 < moved < 1500


@pytest.mark.parametrize("place", [Point(-0.1276, 51.5072), Point(151.2, -33.9)])
def test_abroad_nothing_is_moved(place):
    assert coordinates.gcj02_from_wgs84(place) == place
    assert coordinates.wgs84_from_gcj02(place) == place


# Computed by prcoords 1.0.2, which is public domain: place, GCJ-02 of it as WGS-84,
# BD-09 of it as GCJ-02.
KNOWN = [
    (
        Point(116.397128, 39.916527),
        Point(116.403372, 39.917931),
        Point(116.403495, 39.922867),
    ),
    (
        Point(102.712251, 25.040609),
        Point(102.713693, 25.037636),
        Point(102.718665, 25.046888),
    ),
    (
        Point(121.538842, 31.257801),
        Point(121.543144, 31.255686),
        Point(121.545302, 31.263964),
    ),
]


@pytest.mark.parametrize(("place", "on_map", "at_baidu"), KNOWN)
def test_places_are_where_another_library_has_them(place, on_map, at_baidu):
    assert coordinates.distance_m(coordinates.gcj02_from_wgs84(place), on_map) <= 1
    assert coordinates.distance_m(coordinates.bd09_from_gcj02(place), at_baidu) <= 1


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (Point(102.7, 25.0), Point(102.7, 25.0), 0),
        # A degree of latitude.
        (Point(102.7, 25.0), Point(102.7, 26.0), 111195),
        (Point(0.0, 0.0), Point(180.0, 0.0), 20015115),
    ],
)
def test_distance_on_the_sphere(one, other, metres):
    assert abs(coordinates.distance_m(one, other) - metres) <= 1
