"""Tea, coffee, juices, beer, and the small side dishes."""

import math

from . import drinks, greens, meats, noodles, vessels
from .canvas import darker, ellipse, lighter, smooth
from .vessels import BLUE, CELADON, WHITE


def _tea(c, wall, pot, tea, cup_color=WHITE):
    drinks.stand(c, wall)
    drinks.teapot(c, 42, 55, 26, pot)
    drinks.cup(c, 80, 80, 12, tea, cup_color)
    vessels.steam(c, 80, 68, 2, 16)


def cy01(c):
    """Ripe pu'er: dark pot, dark tea, a cake beside it."""
    _tea(c, (196, 150, 112), (112, 62, 46), (96, 26, 14))
    cake = ellipse(16, 84, 13, 11)
    c.shadow(cake, 2, 1.6, 0.4)
    c.fill(cake, (110, 74, 48), (58, 36, 24))
    with c.inside(cake):
        for px, py in c.spots(16, 84, 13, 130, 0, 0.86):
            c.line(
                [(px - 1.2, py), (px + 1.2, py + c.rng.uniform(-1, 1))],
                0.5,
                c.tint((120, 82, 54), 0.4),
            )
    c.fill(ellipse(16, 84, 2, 1.6), (52, 32, 22))


def cy02(c):
    """Raw pu'er: a light tea in a white lidded cup."""
    drinks.stand(c, (150, 178, 140))
    drinks.glass_pot(c, 40, 54, 24, (236, 196, 88))
    for px, py in c.spots(40, 64, 13, 14, 3, 0.5):
        greens.leaf(c, px, py, 7, c.rng.uniform(0, 180), (112, 128, 60), 0, 0.2)
    drinks.cup(c, 80, 80, 12, (238, 196, 92))
    vessels.steam(c, 80, 68, 2, 16)


def cy03(c):
    """Dianhong: red tea in a glass jug, golden tips."""
    _tea(c, (214, 164, 120), (236, 230, 218), (206, 84, 24))
    for px, py in c.spots(18, 90, 8, 26, 1, 0.35):
        c.line(
            [(px - 1.4, py), (px + 1.4, py + c.rng.uniform(-0.8, 0.8))],
            0.7,
            c.rng.choice(((46, 30, 24), (206, 146, 60), (70, 44, 32))),
        )


def cy04(c):
    """Whole roses in a glass pot."""
    drinks.stand(c, (226, 170, 180))
    drinks.glass_pot(c, 41, 54, 25, (242, 150, 150))
    for px, py in ((32, 50), (46, 48), (38, 62), (52, 60)):
        greens.rose(c, px, py, 6, (186, 40, 84))
    drinks.cup(c, 80, 80, 12, (240, 140, 140))
    for px, py in ((16, 88), (25, 92)):
        greens.rose(c, px, py, 4.6, (160, 30, 70))
    vessels.steam(c, 80, 68, 2, 16)


def cy05(c):
    """A cup of coffee from above, with beans."""
    vessels.table(c, (164, 122, 92), "wood")
    c.shadow(ellipse(46, 52, 40), 3, 2.4, 0.45)
    c.fill(ellipse(46, 52, 40), (255, 252, 246), (222, 212, 196))
    c.fill(ellipse(46, 52, 27), (224, 214, 198), (250, 246, 238))
    handle = smooth([(68, 44), (83, 38), (85, 52), (70, 58)])
    c.line([(x + 1, y + 1.6) for x, y in handle], 5, (150, 130, 110))
    c.line(handle, 5, (252, 248, 240))
    c.shadow(ellipse(46, 51, 26), 3, 2, 0.45)
    c.fill(ellipse(46, 51, 26), (255, 254, 250), (214, 202, 184))
    c.fill(ellipse(46, 51, 23.4), (150, 96, 54), (70, 34, 18))
    c.fill(ellipse(46, 51, 22), (110, 58, 30), (60, 28, 14))
    for size in (20, 15, 10):
        c.glow(ellipse(44, 49, size, size * 0.86, -20), (176, 118, 66), 1.6, 0.3)
    for px, py in ((84, 80), (92, 72), (90, 88), (78, 90), (14, 12), (22, 8)):
        turn = c.rng.uniform(0, 180)
        c.solid(ellipse(px, py, 4, 2.8, turn), (104, 62, 40), 0.6)
        way = math.radians(turn)
        c.line(
            smooth(
                [
                    (px - 3 * math.cos(way), py - 3 * math.sin(way)),
                    (px + 0.3, py - 0.4),
                    (px + 3 * math.cos(way), py + 3 * math.sin(way)),
                ]
            ),
            0.5,
            (56, 30, 18),
        )
    vessels.steam(c, 44, 28)


def _juice(c, wall, liquid, to=None, ices=3):
    drinks.stand(c, wall)
    surface = drinks.tumbler(c, 48, 88, 66, 20, 15, liquid, 0.86, to)
    for number in range(ices):
        drinks.ice(
            c, 40 + number * 8, surface[1] + 5 + number % 2 * 6, 5.4, 20 + number * 37
        )
    return surface


def cy06(c):
    """Tamarind juice with pods."""
    _juice(c, (222, 184, 132), (170, 88, 36))
    drinks.shine(c, 48, 88, 66, 20, 15)
    for px, py, turn in ((80, 84, -16), (84, 92, 8)):
        for step in range(4):
            way = math.radians(turn)
            x = px + (step - 1.5) * 6 * math.cos(way)
            y = py + (step - 1.5) * 6 * math.sin(way) + (step - 1.5) ** 2 * 0.7
            c.solid(ellipse(x, y, 4.2, 3, turn), (150, 96, 54), 0.6)
    greens.leaf(c, 74, 74, 9, -40, (90, 146, 70))


def _berry(c, x, y, r=6, color=(150, 20, 44)):
    c.shadow(ellipse(x, y, r), 1, 0.7, 0.4)
    c.fill(ellipse(x, y, r), lighter(color, 0.1), darker(color, 0.4))
    with c.inside(ellipse(x, y, r * 1.02)):
        for px, py in c.spots(x, y, r, 70, r * 0.16):
            c.dot(px + 0.1, py + 0.15, r * 0.12, darker(color, 0.35))
            c.dot(px, py, r * 0.1, c.tint((196, 40, 66), 0.3))
    c.glow(ellipse(x - r * 0.3, y - r * 0.35, r * 0.26), (255, 200, 206), 0.8, 0.7)


def cy07(c):
    """Bayberry juice, deep red."""
    surface = _juice(c, (222, 156, 160), (176, 18, 48), (110, 8, 34), 2)
    _berry(c, 52, surface[1] + 2, 6)
    drinks.shine(c, 48, 88, 66, 20, 15)
    _berry(c, 80, 84, 8)
    _berry(c, 90, 90, 6.6)
    greens.leaf(c, 80, 72, 13, -30, (66, 124, 62))


def cy08(c):
    """Milk tea: tea sinking into milk."""
    drinks.stand(c, (206, 178, 150))
    x, y, wide = drinks.tumbler(
        c, 48, 88, 66, 20, 15, (214, 164, 116), 0.86, (170, 110, 68)
    )
    for number in range(7):
        px = 36 + number * 4
        cloud = smooth(
            [(px - 4, y + 3), (px, y + 12 + c.rng.uniform(0, 10)), (px + 4, y + 3)],
            6,
            closed=True,
        )
        c.glow(cloud, (250, 236, 214), 2, 0.6)
    c.fill(ellipse(x, y, wide, wide * 0.2), (240, 216, 184), (226, 190, 150))
    drinks.ice(c, 42, y + 4, 5, 20)
    drinks.ice(c, 54, y + 5, 5, 50)
    drinks.shine(c, 48, 88, 66, 20, 15)
    drinks.cup(c, 84, 84, 10, (96, 26, 14))


def cy09(c):
    """A bottle and a full glass."""
    drinks.stand(c, (150, 190, 206))
    drinks.bottle(c, 32, 90, 82)
    x, y, wide = drinks.tumbler(
        c, 66, 90, 54, 17, 13.5, (246, 188, 52), 0.9, (226, 146, 24)
    )
    for px, py in c.spots(66, 66, 12, 30, 2, 1.5):
        c.dot(px, py, c.rng.uniform(0.3, 0.8), (255, 236, 160))
    drinks.shine(c, 66, 90, 54, 17, 13.5)
    for px, py in c.spots(x, y - 1, wide, 26, 2, 0.3):
        c.fill(c.blob(px, py, 4.4, 3.4), (255, 255, 252), (240, 232, 212))


def pc01(c):
    """A nest of rice noodles."""
    vessels.table(c, (176, 206, 206), "dots")
    vessels.bowl(c, 50, 51, 39, WHITE, BLUE)
    c.enlarge(50, 51, 1.15)
    noodles.noodles(c, 50, 51, 28, bundles=18, width=1.3)


def pc02(c):
    """Four quail eggs, one cracked open."""
    vessels.table(c, (222, 206, 170), "linen")
    vessels.bowl(c, 50, 51, 36, CELADON, (104, 150, 120))
    c.enlarge(50, 51, 1.15)
    for px, py, turn in ((38, 44, 30), (58, 38, -20), (44, 64, 80)):
        shape = ellipse(px, py, 11, 8.2, turn)
        c.solid(shape, (242, 230, 206), 1)
        with c.inside(shape):
            for x, y in c.spots(px, py, 11, 22, 2):
                size = c.rng.uniform(0.4, 1.7)
                c.fill(
                    c.blob(x, y, size, size * 0.8, 0, 0.3), c.tint((92, 66, 50), 0.2)
                )
        c.glow(ellipse(px - 3, py - 3, 3, 1.6, turn), (255, 255, 255), 0.8, 0.7)
    meats.quail_egg(c, 65, 60, 10.5, 20)


def pc03(c):
    """A few slices of ham."""
    vessels.table(c, (170, 186, 196), "linen")
    vessels.plate(c, 50, 51, 38, WHITE, BLUE)
    c.enlarge(50, 51, 1.25)
    for number in range(5):
        meats.slice_of(
            c, 34 + number * 8, 54 - number * 2, 8, 12, 14, meats.HAM, lean=0.84
        )
    greens.coriander(c, 64, 66, 9, -30)


def pc04(c):
    """Four kinds of greens in their quarters."""
    vessels.table(c, (206, 190, 160), "wood")
    vessels.plate(c, 50, 51, 44, WHITE, (110, 150, 90))
    for px, py in c.spots(34, 36, 9, 6, 6):
        greens.pea_tip(c, px, py, 19, c.rng.uniform(0, 360))
    greens.sprouts(c, c.spots(66, 37, 12, 30, 2), 12)
    greens.chives(c, c.spots(35, 66, 10, 40, 1), 13, (66, 132, 48), 1.4)
    for px, py, turn in ((62, 62, 20), (72, 68, 80), (62, 74, 140), (70, 58, -30)):
        greens.leaf(c, px, py, 22, turn, (206, 220, 140), 0.05, 0.32)


def pc05(c):
    """Sour pickle in a small dish."""
    vessels.table(c, (206, 150, 112), "linen")
    vessels.bowl(c, 50, 51, 34, (88, 66, 58), None, (176, 150, 60))
    c.enlarge(50, 51, 1.12)
    noodles.crumbs(
        c,
        c.spots(50, 51, 24, 260, 1.2),
        [(150, 150, 58), (186, 170, 84), (120, 126, 46), (206, 190, 120)],
        1.4,
        2.9,
    )
    noodles.crumbs(c, c.spots(50, 51, 23, 40, 2), [(206, 44, 26)], 0.8, 1.6)


SCENES = {
    "CY01": cy01,
    "CY02": cy02,
    "CY03": cy03,
    "CY04": cy04,
    "CY05": cy05,
    "CY06": cy06,
    "CY07": cy07,
    "CY08": cy08,
    "CY09": cy09,
    "PC01": pc01,
    "PC02": pc02,
    "PC03": pc03,
    "PC04": pc04,
    "PC05": pc05,
}
