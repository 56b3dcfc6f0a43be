"""Cold dishes and cold noodles."""

from math import cos, radians, sin

from . import greens, meats, noodles, vessels
from .canvas import ellipse
from .vessels import BLUE, CELADON, WHITE


def _dressing(c, x, y, r, color=(150, 70, 30)):
    c.glow(ellipse(x, y, r), color, r * 0.2, 0.1)
    for px, py in c.spots(x, y, r * 1.1, 26, 2):
        c.fill(ellipse(px, py, c.rng.uniform(0.4, 1.2)), (206, 52, 24), alpha=0.75)


def lc01(c):
    """Cold noodles: sweet, sour and hot."""
    vessels.table(c, (150, 190, 186), "dots")
    vessels.bowl(c, 50, 51, 42, WHITE, BLUE, (226, 160, 96))
    c.enlarge(50, 51, 1.14)
    noodles.noodles(c, 50, 51, 29, bundles=12)
    _dressing(c, 50, 50, 16)
    greens.sprouts(c, c.spots(37, 44, 7, 12, 1.5), 8)
    greens.chives(c, c.spots(62, 41, 7, 22, 1), 6)
    noodles.crumbs(
        c, c.spots(60, 62, 8, 50, 0.8), [(226, 178, 104), (206, 146, 76)], 0.8, 1.7
    )
    noodles.crumbs(
        c, c.spots(40, 62, 6, 40, 0.5), [(200, 40, 22), (160, 26, 16)], 0.6, 1.1
    )
    noodles.sesame(c, c.spots(50, 51, 24, 60))


def lc02(c):
    """Torn chicken on cold noodles."""
    vessels.table(c, (206, 196, 160), "linen")
    vessels.bowl(c, 50, 51, 42, (78, 106, 110), (222, 196, 140), (226, 170, 104))
    c.enlarge(50, 51, 1.14)
    noodles.noodles(c, 50, 51, 29, bundles=12)
    meats.shreds(c, 50, 47, 14, (246, 222, 178), 56, 11, 2.0)
    _dressing(c, 50, 50, 18)
    noodles.crumbs(c, c.spots(50, 54, 22, 40, 1.5), [(226, 178, 104)], 0.8, 1.6)
    greens.chives(c, c.spots(50, 66, 9, 14, 1.5), 6)
    for px, py in ((62, 38), (36, 58)):
        greens.coriander(c, px, py, 9, c.rng.uniform(0, 360))


def lc03(c):
    """Ghost chicken: lime, chili, herbs."""
    vessels.table(c, (112, 146, 98), "wood")
    vessels.banana_leaf(c, 50, 52, 100, 76, -10)
    meats.shreds(c, 50, 52, 23, (240, 208, 156), 110, 13, 2.4)
    greens.root_sticks(c, c.spots(50, 52, 22, 8, 8), 8)
    greens.chili_rings(c, c.spots(50, 52, 24, 22, 4), 1.6)
    for px, py in c.spots(50, 52, 22, 7, 9):
        greens.coriander(c, px, py, 10, c.rng.uniform(0, 360))
    greens.lime(c, 76, 34, 8)
    greens.lime(c, 26, 70, 8, 30)
    greens.chili_whole(c, 72, 70, 14, 150)


def lc04(c):
    """Pounded papaya in its mortar."""
    vessels.table(c, (196, 142, 110), "wood")
    vessels.bowl(c, 46, 52, 40, (150, 116, 84), None, (206, 196, 120))
    c.enlarge(46, 52, 1.12)
    meats.shreds(c, 46, 52, 26, (216, 228, 160), 170, 15, 1.4)
    meats.shreds(c, 46, 52, 24, (244, 164, 84), 22, 12, 1.2)
    for px, py, turn in ((34, 44, 20), (58, 60, 200), (42, 66, 120)):
        greens.tomato(c, px, py, 6, turn)
    greens.chili_rings(c, c.spots(46, 52, 22, 13, 5), 1.5)
    noodles.crumbs(c, c.spots(46, 52, 22, 36, 2), [(226, 178, 104)], 1, 1.8)
    greens.lime(c, 60, 42, 6.4)
    pestle = [(62, 40), (96, 8)]
    c.line([(x + 1.5, y + 2) for x, y in pestle], 8, (70, 46, 30))
    c.line(pestle, 8, (150, 108, 70))
    c.line([(x - 1, y - 1.4) for x, y in pestle], 2.4, (206, 166, 120))


def lc05(c):
    """Fish mint roots."""
    vessels.table(c, (222, 190, 160), "linen")
    vessels.plate(c, 50, 51, 43, CELADON, (104, 150, 120))
    c.enlarge(50, 51, 1.22)
    greens.root_sticks(c, c.spots(50, 51, 23, 58, 3.4), 11)
    _dressing(c, 50, 51, 20)
    greens.chili_rings(c, c.spots(50, 51, 23, 14, 5), 1.4)
    for px, py in c.spots(50, 51, 20, 6, 10):
        greens.coriander(c, px, py, 8, c.rng.uniform(0, 360))


def lc06(c):
    """Strips of pea jelly."""
    vessels.table(c, (176, 190, 206), "dots")
    vessels.bowl(c, 50, 51, 42, WHITE, (190, 70, 50), (214, 140, 80))
    c.enlarge(50, 51, 1.14)
    for px, py in c.spots(50, 51, 23, 26, 6):
        turn = c.rng.uniform(-30, 30) + c.rng.choice((0, 90))
        meats.slab(c, px, py, 17, 5, turn, (244, 214, 112), seared=False)
    _dressing(c, 50, 51, 20)
    noodles.crumbs(
        c, c.spots(50, 47, 9, 50, 0.6), [(200, 40, 22), (160, 26, 16)], 0.6, 1.2
    )
    noodles.crumbs(c, c.spots(52, 56, 12, 26, 1.5), [(250, 240, 210)], 0.7, 1.2)
    noodles.sesame(c, c.spots(50, 51, 22, 60))
    for px, py in ((40, 62), (64, 44)):
        greens.coriander(c, px, py, 9, c.rng.uniform(0, 360))


def lc07(c):
    """Slices of spiced shank in a ring."""
    vessels.table(c, (128, 110, 100), "wood")
    vessels.plate(c, 50, 51, 44, (238, 232, 220), (150, 96, 60))
    for number in range(15):
        turn = number * 24
        px, py = 50 + 23 * cos(radians(turn)), 51 + 23 * sin(radians(turn))
        shape = c.blob(px, py, 10, 8, turn + 30, 0.07)
        c.shadow(shape, 1.2, 0.8, 0.5)
        c.fill(shape, (150, 76, 50), (92, 40, 28))
        for _tendon in range(5):
            x, y = px + c.rng.uniform(-6, 6), py + c.rng.uniform(-4, 4)
            c.fill(
                c.blob(x, y, 1.9, 0.8, c.rng.uniform(0, 180), 0.3),
                (226, 178, 130),
                (196, 138, 90),
            )
    vessels.saucer(c, 50, 51, 13)
    greens.coriander(c, 82, 80, 10, -60)
    greens.scallion(c, c.spots(50, 51, 33, 16, 5))


def lc08(c):
    """Ribbons of tofu skin with mint."""
    vessels.table(c, (160, 196, 168), "linen")
    vessels.plate(c, 50, 51, 43, WHITE, (70, 140, 100))
    c.enlarge(50, 51, 1.22)
    for px, py in c.spots(50, 51, 22, 44, 3.4):
        noodles.strip(c, px, py, 19, 2.8, c.rng.uniform(0, 180), (246, 214, 138), 0.3)
    for px, py in c.spots(50, 51, 22, 6, 12):
        greens.sprig(c, px, py, 8, c.rng.uniform(0, 360))
    greens.chili_rings(c, c.spots(50, 51, 23, 12, 5), 1.4)
    noodles.sesame(c, c.spots(50, 51, 24, 70))


SCENES = {
    "LC01": lc01,
    "LC02": lc02,
    "LC03": lc03,
    "LC04": lc04,
    "LC05": lc05,
    "LC06": lc06,
    "LC07": lc07,
    "LC08": lc08,
}
