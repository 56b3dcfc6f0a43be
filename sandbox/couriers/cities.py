"""The cities where the sandbox's couriers ride."""

from dataclasses import dataclass

from .geo import distance_m

_REACH_M = 80_000


@dataclass(frozen=True)
class City:
    """A city: its name without 市, its telephone area code, its middle."""

    name: str
    code: str
    middle: tuple


CITIES = (
    City("昆明", "0871", (102.712251, 25.040609)),
    City("北京", "010", (116.405285, 39.904989)),
    City("上海", "021", (121.472644, 31.231706)),
    City("广州", "020", (113.280637, 23.125178)),
    City("深圳", "0755", (114.085947, 22.547)),
    City("杭州", "0571", (120.153576, 30.287459)),
    City("成都", "028", (104.065735, 30.659462)),
    City("重庆", "023", (106.504962, 29.533155)),
    City("武汉", "027", (114.298572, 30.584355)),
    City("西安", "029", (108.948024, 34.263161)),
    City("南京", "025", (118.767413, 32.041544)),
    City("大理", "0872", (100.225668, 25.589449)),
)


def named(name):
    """Return the open city of this name (with or without 市), or None."""
    bare = (name or "").removesuffix("市")
    return next((city for city in CITIES if city.name == bare), None)


def coded(code):
    """Return the open city with this area code, or None."""
    return next((city for city in CITIES if city.code == code), None)


def around(point):
    """Return the open city a point lies in, or None."""
    nearest = min(CITIES, key=lambda city: distance_m(city.middle, point))
    return nearest if distance_m(nearest.middle, point) <= _REACH_M else None
