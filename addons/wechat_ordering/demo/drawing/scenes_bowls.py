"""Noodles in bowls: crossing-the-bridge and small-pot noodles."""

from . import greens, meats, mushrooms, noodles, vessels
from .canvas import ellipse, rounded, turned
from .vessels import BLUE, CELADON, WHITE

CHICKEN_BROTH = (240, 206, 122)
MUSHROOM_BROTH = (222, 192, 140)
RED_BROTH = (204, 84, 40)
BONE_BROTH = (242, 226, 190)
BLACK_BROTH = (206, 162, 88)


def _bridge(c, table, broth, bowl_color=WHITE, band=BLUE):
    """Paint the big bowl, the side bowl of noodles; return where plates may stand."""
    vessels.table(c, table, "wood")
    r = vessels.bowl(c, 60, 58, 36, bowl_color, band, broth)
    vessels.oil_drops(c, 60, 58, r)
    noodles.noodles(c, 66, 63, r * 0.6, bundles=7)
    vessels.bowl(c, 21, 79, 18, bowl_color, None)
    noodles.nest(c, 21, 79, 14)
    return 60, 58, r


def _small_plate(c, x, y, r=12.5):
    vessels.plate(c, x, y, r, WHITE)
    return x, y


def gq01(c):
    """Twelve little plates round the bowl of the scholar."""
    x, y, r = _bridge(c, (150, 96, 62), CHICKEN_BROTH)
    for px, py in (
        (14, 14),
        (38, 11),
        (62, 10),
        (86, 14),
        (12, 38),
        (12, 58),
        (91, 90),
    ):
        _small_plate(c, px, py, 11.5)
    meats.ham_fan(c, 14, 16, 4.5, 3, 4, 0, 22)
    for at in (34.5, 38, 41.5):
        meats.slice_of(c, at, 11, 4, 3, 70, (236, 178, 168), (250, 226, 214))
    for px, py in ((60, 8), (65, 11), (60, 13)):
        meats.shrimp(c, px, py, 4.4, px * 9)
    for at in (82.5, 86, 89.5):
        meats.slice_of(c, at, 14, 4, 2.8, 60, (250, 238, 228), (255, 255, 250))
    greens.petals(c, 12, 38, 7)
    meats.quail_egg(c, 9.5, 57, 3.4)
    meats.quail_egg(c, 15, 60, 3.4, 40)
    greens.chives(c, c.spots(91, 90, 5.5, 18), 5)
    meats.slice_of(c, 48, 44, 7, 5, 20, (242, 202, 186))
    meats.slice_of(c, 60, 40, 7, 5, -14, (238, 190, 172))
    meats.shrimp(c, 76, 48, 6, 200)
    meats.quail_egg(c, 46, 58, 4.6)
    greens.pea_tip(c, 52, 72, 13, 30)
    greens.scallion(c, c.spots(x, y, r * 0.8, 18, 3))
    vessels.steam(c, 62, 40)


def gq02(c):
    """The classic bowl, with three plates."""
    x, y, r = _bridge(c, (186, 148, 108), CHICKEN_BROTH)
    _small_plate(c, 19, 20, 15)
    meats.ham_fan(c, 19, 23, 5.5, 3.6, 5, 0, 20)
    _small_plate(c, 55, 12, 11.5)
    greens.chives(c, c.spots(55, 12, 6, 14), 5)
    _small_plate(c, 84, 15, 13)
    greens.pea_tip(c, 82, 16, 12, -20)
    meats.slice_of(c, 46, 52, 7.4, 5, 30, (240, 198, 180))
    meats.slice_of(c, 52, 42, 7.4, 5, -20, (244, 206, 190))
    meats.quail_egg(c, 72, 42, 4.8)
    meats.quail_egg(c, 80, 50, 4.8, 30)
    greens.sprouts(c, c.spots(48, 68, 6, 8, 2), 8)
    greens.scallion(c, c.spots(x, y, r * 0.82, 22, 3))
    vessels.steam(c, 60, 40)


def gq03(c):
    """Mushroom broth, no meat."""
    x, y, r = _bridge(c, (126, 142, 108), MUSHROOM_BROTH, CELADON, (96, 140, 112))
    _small_plate(c, 20, 22, 15)
    mushrooms.bolete_slice(c, 15, 20, 9, -20)
    mushrooms.bolete_slice(c, 25, 22, 9, 24)
    _small_plate(c, 58, 12, 11.5)
    greens.petals(c, 58, 12, 7)
    mushrooms.enoki(c, 88, 20, 20, 100)
    mushrooms.bolete_slice(c, 48, 50, 11, -24)
    mushrooms.oyster(c, 72, 40, 10, 30)
    mushrooms.oyster(c, 80, 52, 8, 80)
    mushrooms.enoki(c, 50, 68, 18, -30)
    greens.pea_tip(c, 64, 80, 14, 12)
    vessels.steam(c, 60, 42)


def gq04(c):
    """Black-bone chicken in a darker broth."""
    x, y, r = _bridge(c, (112, 84, 74), BLACK_BROTH, (74, 62, 58), (160, 112, 60))
    _small_plate(c, 20, 20, 15)
    meats.ham_fan(c, 20, 23, 5.5, 3.6, 5, 0, 20)
    _small_plate(c, 84, 15, 13)
    greens.pea_tip(c, 83, 16, 12, -20)
    for px, py, turn in ((46, 50, 20), (56, 42, 60), (70, 42, 10), (48, 66, 80)):
        meats.chunk(c, px, py, 6.6, (92, 78, 74), turn)
    meats.quail_egg(c, 80, 50, 4.8)
    greens.scallion(c, c.spots(x, y, r * 0.82, 16, 3))
    vessels.steam(c, 60, 40)


def gq05(c):
    """Chrysanthemum petals on the broth, as in Mengzi."""
    x, y, r = _bridge(c, (214, 190, 130), CHICKEN_BROTH, WHITE, (214, 160, 48))
    greens.petals(c, 20, 24, 14)
    greens.petals(c, 40, 12, 8, (250, 232, 150))
    for px, py in c.spots(x, y, r * 0.85, 46, 2):
        c.fill(
            _petal(px, py, 2.6, c.rng.uniform(0, 180)),
            c.tint((250, 214, 84), 0.15),
        )
    meats.slice_of(c, 48, 50, 7, 4.6, 24, (252, 244, 236), (255, 255, 252))
    meats.slice_of(c, 56, 42, 7, 4.6, -14, (252, 244, 236), (255, 255, 252))
    meats.quail_egg(c, 76, 46, 4.8)
    greens.petals(c, 62, 62, 10)
    vessels.steam(c, 60, 40)


def _petal(x, y, size, turn):
    return ellipse(x, y, size, size * 0.34, turn, 20)


def xg01(c):
    """The copper pan itself, straight from the stove."""
    vessels.table(c, (208, 196, 178), "linen")
    r = vessels.copper_pot(c, 46, 47, 37, (222, 134, 66))
    noodles.noodles(c, 46, 47, r * 0.9, bundles=10)
    vessels.oil_drops(c, 46, 47, r, (226, 92, 30), 20)
    noodles.crumbs(c, c.spots(42, 42, 13, 70, 0.7), [(150, 92, 62), (176, 116, 82)])
    noodles.crumbs(c, c.spots(58, 56, 8, 34, 0.7), [(196, 160, 60), (150, 130, 50)])
    greens.chives(c, c.spots(44, 50, 22, 36, 1.5), 6)
    greens.tomato(c, 64, 36, 6, 40)
    greens.tomato(c, 30, 62, 6, 160)
    _chili_drizzle(c, 46, 47, 18)
    vessels.steam(c, 40, 26)


def _chili_drizzle(c, x, y, r, count=26):
    for px, py in c.spots(x, y, r, count, 1):
        c.fill(
            c.blob(px, py, c.rng.uniform(0.5, 1.5), c.rng.uniform(0.4, 1)),
            (198, 34, 18),
            alpha=0.72,
        )
        c.dot(px - 0.3, py - 0.3, 0.22, (255, 190, 150))


def xg02(c):
    """Eel in red broth, with mint."""
    vessels.table(c, (186, 120, 92), "wood")
    r = vessels.bowl(c, 50, 51, 42, (64, 58, 60), (150, 46, 34), (196, 66, 30))
    c.enlarge(50, 51, 1.12)
    noodles.noodles(c, 50, 51, r * 0.86, bundles=9)
    for px, py in c.spots(50, 49, 20, 11, 8):
        turn = c.rng.uniform(0, 180)
        noodles.strip(c, px, py, 15, 4.4, turn, (96, 66, 50), 0.35)
        noodles.strip(c, px - 0.4, py - 0.6, 12, 1.2, turn, (196, 160, 110), 0.1, 0)
    noodles.crumbs(c, c.spots(50, 52, 24, 14, 4), [(250, 240, 214)], 1.2, 1.8)
    greens.chili_dry(c, c.spots(52, 50, 24, 9, 7), 7)
    _chili_drizzle(c, 50, 50, 28)
    greens.sprig(c, 62, 40, 11, 20)
    greens.sprig(c, 36, 62, 9, 140)
    vessels.steam(c, 46, 24)


def xg03(c):
    """Tofu pudding over dry noodles."""
    vessels.table(c, (226, 204, 176), "dots")
    r = vessels.bowl(c, 50, 51, 41, WHITE, (70, 128, 120))
    c.enlarge(50, 51, 1.12)
    noodles.noodles(c, 50, 51, r * 0.98, bundles=12)
    for px, py, size in ((44, 44, 15), (60, 48, 13), (48, 60, 14)):
        shape = c.blob(px, py, size, size * 0.78, 20, 0.1)
        c.shadow(shape, 1.2, 1, 0.4)
        c.fill(shape, (255, 254, 248), (232, 224, 206))
        c.glow(
            c.blob(px - 3, py - 3, size * 0.45, size * 0.25), (255, 255, 255), 1.2, 0.9
        )
    noodles.crumbs(c, c.spots(50, 48, 14, 70, 0.7), [(138, 78, 46), (164, 98, 60)])
    noodles.crumbs(c, c.spots(50, 52, 24, 40, 1.5), [(226, 180, 110)], 0.8, 1.5)
    _chili_drizzle(c, 48, 52, 18, 34)
    greens.chives(c, c.spots(54, 54, 24, 22, 2), 5)
    greens.scallion(c, c.spots(46, 46, 22, 20, 2))


def xg04(c):
    """Braised pork belly on clear broth."""
    vessels.table(c, (172, 186, 176), "linen")
    r = vessels.bowl(c, 50, 51, 41, WHITE, BLUE, BONE_BROTH)
    c.enlarge(50, 51, 1.12)
    noodles.noodles(c, 50, 52, r * 0.92, bundles=11)
    for number, (px, py) in enumerate(
        ((40, 42), (52, 38), (63, 44), (46, 54), (59, 56))
    ):
        _belly(c, px, py, 8, number * 23 - 30)
    c.glow(c.blob(52, 48, 18, 14), (150, 76, 30), 4, 0.18)
    greens.sprouts(c, c.spots(34, 66, 7, 9, 2), 9)
    greens.chives(c, c.spots(68, 66, 7, 14, 1.5), 6)
    greens.scallion(c, c.spots(50, 50, 22, 22, 2))
    vessels.steam(c, 46, 22)


def _belly(c, x, y, size, turn):
    """Paint a cube of braised pork belly, its layers to be seen."""
    meats.slab(
        c,
        x,
        y,
        size * 1.7,
        size * 1.2,
        turn,
        (150, 74, 36),
        (110, 46, 20),
        seared=False,
    )
    for shift, tone, wide in (
        (-0.28, (232, 190, 140), 0.16),
        (0.06, (226, 178, 128), 0.13),
    ):
        path = turned(
            [(x - size * 0.76, y + shift * size), (x + size * 0.74, y + shift * size)],
            x,
            y,
            turn,
        )
        c.line(path, size * wide, tone)
    c.glow(
        rounded(x - 1, y - size * 0.4, size, size * 0.16, 0.4, turn),
        (255, 230, 190),
        0.4,
        0.7,
    )


def xg05(c):
    """Pulled pork on soft erkuai shreds."""
    vessels.table(c, (196, 168, 140), "wood")
    r = vessels.bowl(c, 50, 51, 41, (112, 78, 62), None, BONE_BROTH)
    c.enlarge(50, 51, 1.12)
    noodles.noodles(c, 50, 52, r * 0.92, (252, 248, 236), 9, 2.3, 4)
    meats.shreds(c, 48, 46, 15, (206, 156, 116), 46, 9, 1.6)
    meats.slice_of(c, 62, 40, 7, 4.6, 30, (214, 150, 112))
    noodles.crumbs(c, c.spots(36, 62, 6, 40, 0.6), [(190, 160, 66), (152, 128, 48)])
    greens.scallion(c, c.spots(52, 52, 22, 30, 2))
    _chili_drizzle(c, 62, 62, 7, 16)
    vessels.steam(c, 48, 22)


def xg06(c):
    """Intestine and blood curd, red with chili oil."""
    vessels.table(c, (150, 98, 84), "linen")
    r = vessels.bowl(c, 50, 51, 41, WHITE, (178, 40, 36), RED_BROTH)
    c.enlarge(50, 51, 1.12)
    noodles.noodles(c, 50, 51, r * 0.88, bundles=9)
    for px, py in ((36, 46), (44, 60), (60, 62), (66, 50)):
        meats.cube(
            c, px, py, 4.6, (120, 44, 36), c.rng.uniform(0, 60), 0.0, (90, 26, 22)
        )
    for px, py in c.spots(52, 42, 13, 8, 6):
        c.shadow(ellipse(px, py, 4.2, 3.6), 1, 0.7, 0.45)
        c.fill(ellipse(px, py, 4.2, 3.6), (214, 156, 112), (168, 104, 66))
        c.fill(ellipse(px, py, 2.0, 1.7), (132, 66, 40), (176, 106, 66))
    greens.sprouts(c, c.spots(40, 68, 8, 8, 2), 8)
    _chili_drizzle(c, 50, 50, 28, 40)
    greens.sprig(c, 66, 36, 9, 40)
    vessels.steam(c, 46, 22)


def xg07(c):
    """Goat in white broth, mint on top."""
    vessels.table(c, (140, 160, 130), "wood")
    r = vessels.bowl(c, 46, 51, 40, (226, 220, 204), (84, 104, 78), (246, 236, 212))
    c.enlarge(50, 51, 1.12)
    noodles.noodles(c, 46, 53, r * 0.86, bundles=9)
    for px, py, turn in (
        (36, 44, 15),
        (47, 40, -20),
        (56, 47, 40),
        (40, 55, 70),
        (54, 58, 10),
    ):
        meats.slice_of(
            c, px, py, 7.6, 4.4, turn, (190, 132, 104), (244, 226, 200), 0.86
        )
    greens.sprig(c, 62, 60, 12, 10)
    greens.sprig(c, 32, 62, 10, 150)
    greens.sprig(c, 52, 34, 8, 60)
    vessels.saucer(c, 87, 80, 11)
    vessels.steam(c, 44, 22)


def xg08(c):
    """The bubbling clay pot."""
    vessels.table(c, (170, 132, 96), "wood")
    r = vessels.clay_pot(c, 50, 52, 37, (236, 200, 128))
    noodles.noodles(c, 50, 52, r * 0.9, bundles=8, width=1.9, strands=4)
    for px, py, turn in ((38, 44, 10), (46, 62, 60)):
        meats.chunk(c, px, py, 6.4, (226, 176, 104), turn)
    meats.ham_fan(c, 62, 46, 5, 3.4, 3, 20, 24)
    meats.quail_egg(c, 52, 38, 4.8)
    meats.quail_egg(c, 66, 60, 4.8, 40)
    mushrooms.oyster(c, 34, 58, 9, -40)
    greens.leaf(c, 56, 70, 16, 14, (186, 206, 120), 0, 0.3)
    noodles.strip(c, 48, 52, 15, 3.4, 30, (226, 186, 110))
    for px, py in c.spots(50, 52, r * 0.92, 22, 4):
        size = c.rng.uniform(0.8, 1.8)
        c.fill(c.blob(px, py, size, size, 0, 0.02), (255, 246, 222), alpha=0.55)
        c.dot(px - 0.3, py - 0.4, 0.35, (255, 255, 255))
    greens.scallion(c, c.spots(50, 50, 22, 18, 3))
    vessels.steam(c, 50, 22, 4)


SCENES = {
    "GQ01": gq01,
    "GQ02": gq02,
    "GQ03": gq03,
    "GQ04": gq04,
    "GQ05": gq05,
    "XG01": xg01,
    "XG02": xg02,
    "XG03": xg03,
    "XG04": xg04,
    "XG05": xg05,
    "XG06": xg06,
    "XG07": xg07,
    "XG08": xg08,
}
