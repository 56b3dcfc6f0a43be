"""Hot dishes, ham and cheese."""

from math import cos, radians, sin

from . import bakes, greens, meats, noodles, vessels
from .canvas import ellipse
from .vessels import BLUE, CELADON, IRON, WHITE


def rc01(c):
    """Three minced things in one dish."""
    vessels.table(c, (198, 186, 164), "linen")
    vessels.plate(c, 50, 51, 43, WHITE, BLUE)
    c.enlarge(50, 51, 1.24)
    places = c.spots(50, 51, 25, 560, 0.4)
    colors = [
        (146, 86, 54),
        (168, 104, 66),
        (82, 46, 38),
        (96, 56, 44),
        (112, 176, 66),
        (78, 140, 48),
    ]
    noodles.crumbs(c, places, colors, 0.9, 1.8)
    greens.chili_rings(c, c.spots(50, 50, 22, 18, 4), 1.4)


def rc02(c):
    """Crisp ribs under fried mint."""
    vessels.table(c, (118, 138, 112), "wood")
    vessels.bamboo_tray(c, 50, 51, 43)
    c.enlarge(50, 51, 1.24)
    for number, (px, py) in enumerate(c.spots(50, 52, 22, 15, 9)):
        meats.rib(c, px, py, 8.4, number * 47, (156, 88, 40))
    for px, py in c.spots(50, 50, 23, 9, 9):
        greens.leaf(c, px, py, 9, c.rng.uniform(0, 360), (44, 102, 54), 0.07, 0.3)
    greens.sprig(c, 50, 47, 11, 20, (48, 116, 60))
    greens.chili_dry(c, c.spots(50, 52, 24, 7, 8), 6)


def rc03(c):
    """Braised chicken, dark and glossy, in a wok."""
    vessels.table(c, (178, 132, 92), "wood")
    vessels.clay_pot(c, 50, 51, 38, (176, 92, 36), IRON)
    for number, (px, py) in enumerate(c.spots(50, 51, 23, 17, 8.5)):
        meats.chunk(c, px, py, 7, (190, 106, 46), number * 37)
    greens.chili_dry(c, c.spots(50, 51, 25, 14, 6), 8)
    noodles.crumbs(c, c.spots(50, 51, 25, 10, 7), [(248, 226, 176)], 1.6, 2.2)
    greens.chives(c, c.spots(50, 51, 24, 18, 3), 6)
    c.glow(ellipse(40, 40, 14, 8, -30), (255, 224, 170), 4, 0.3)
    vessels.steam(c, 50, 22, 3)


def rc04(c):
    """Beef with two chilies."""
    vessels.table(c, (160, 180, 168), "linen")
    vessels.plate(c, 50, 51, 43, (60, 60, 64), (124, 62, 44))
    c.enlarge(50, 51, 1.24)
    for px, py in c.spots(50, 51, 23, 26, 6):
        turn = c.rng.uniform(0, 180)
        shape = c.blob(px, py, 6.4, 3.6, turn, 0.14)
        c.shadow(shape, 1, 0.7, 0.5)
        c.fill(shape, (176, 104, 72), (104, 54, 36))
        c.glow(ellipse(px - 1, py - 1, 2.6, 0.9, turn), (255, 214, 180), 0.5, 0.5)
    greens.chili_rings(c, c.spots(50, 51, 25, 24, 4), 1.5)
    greens.chili_rings(c, c.spots(50, 51, 25, 14, 4), 1.6, (86, 156, 52))
    for px, py in ((36, 40), (62, 60), (58, 38)):
        greens.leaf(c, px, py, 12, c.rng.uniform(0, 180), (72, 138, 56), 0.1, 0.16)


def rc05(c):
    """Mashed potatoes with pickle and chili."""
    vessels.table(c, (178, 116, 96), "linen")
    vessels.bowl(c, 50, 51, 41, (74, 92, 100), (206, 176, 120))
    c.enlarge(50, 52, 1.15)
    for px, py in [(50, 52), *c.spots(50, 51, 17, 10, 7)]:
        shape = c.blob(px, py, 15, 12, c.rng.uniform(0, 180), 0.14)
        c.shadow(shape, 1, 1.2, 0.22)
        c.fill(shape, (255, 230, 132), (236, 190, 84))
    for px, py in c.spots(50, 51, 24, 26, 4):
        c.glow(c.blob(px, py, 3, 1.6, c.rng.uniform(0, 180)), (255, 246, 190), 0.7, 0.7)
    noodles.crumbs(
        c, c.spots(50, 50, 23, 70, 1.5), [(126, 136, 50), (160, 150, 64)], 0.8, 1.7
    )
    greens.chili_dry(c, c.spots(50, 50, 21, 10, 6), 6)
    greens.scallion(c, c.spots(50, 50, 23, 34, 2))


def rc06(c):
    """Fish in sour bamboo-shoot broth."""
    vessels.table(c, (210, 178, 120), "wood")
    vessels.plate(c, 50, 52, 47, WHITE, (196, 84, 40), 37)
    c.fill(ellipse(50, 52, 36, 26), (240, 172, 74), (214, 122, 40))
    meats.fish(c, 50, 52, 62, (196, 178, 150), -8, False)
    for px, py in c.spots(50, 53, 28, 16, 6, 0.7):
        noodles.strip(c, px, py, 10, 2.2, c.rng.uniform(0, 180), (250, 236, 190))
    for px, py, turn in ((26, 60, 20), (70, 66, 200), (60, 36, 120)):
        greens.tomato(c, px, py, 6.4, turn)
    greens.chili_rings(c, c.spots(50, 52, 28, 16, 5, 0.7), 1.4)
    for px, py in ((40, 40), (64, 56), (34, 56)):
        greens.coriander(c, px, py, 8, c.rng.uniform(0, 360))


def rc07(c):
    """Eggs with jasmine buds."""
    vessels.table(c, (160, 190, 164), "linen")
    vessels.plate(c, 50, 51, 43, WHITE, (98, 160, 106))
    c.enlarge(50, 51, 1.24)
    meats.scrambled(c, c.spots(50, 51, 22, 42, 4), 8)
    for px, py in c.spots(50, 50, 23, 22, 5):
        greens.jasmine(c, px, py, 2.6, c.rng.uniform(0, 360))


def rc08(c):
    """A heap of pea shoots."""
    vessels.table(c, (216, 208, 186), "linen")
    vessels.plate(c, 50, 51, 43, (244, 240, 228), (120, 160, 90))
    c.enlarge(50, 51, 1.24)
    for px, py in c.spots(50, 51, 20, 30, 4):
        greens.pea_tip(
            c, px, py, 17, c.rng.uniform(0, 360), c.tint((72, 156, 58), 0.18)
        )
    noodles.crumbs(c, c.spots(50, 51, 22, 22, 4), [(254, 246, 220)], 1, 1.7)
    c.glow(ellipse(42, 42, 16, 9, -25), (240, 255, 220), 4, 0.25)


def rc09(c):
    """Red beans fried with pickle."""
    vessels.table(c, (226, 200, 160), "dots")
    vessels.plate(c, 50, 51, 43, CELADON, (96, 140, 112))
    c.enlarge(50, 51, 1.24)
    greens.beans(c, c.spots(50, 51, 25, 110, 3.6), (126, 26, 30), 2.5)
    noodles.crumbs(
        c, c.spots(50, 51, 25, 70, 1.4), [(140, 142, 58), (176, 160, 80)], 0.8, 1.6
    )
    greens.chili_dry(c, c.spots(50, 51, 24, 9, 7), 7)
    greens.scallion(c, c.spots(50, 51, 24, 22, 3))


def rc10(c):
    """Slices of air-dried beef."""
    vessels.table(c, (136, 96, 72), "wood")
    vessels.board(c, 50, 52, 90, 58, -7, (188, 138, 92))
    for row in range(3):
        for number in range(7):
            px = 20 + number * 9.4 + row * 2
            py = 40 + row * 12.5 - number * 1.1
            shape = c.blob(px, py, 7, 5, 60, 0.1)
            c.shadow(shape, 1.1, 0.7, 0.5)
            c.fill(shape, (152, 54, 36), (92, 24, 20))
            for _line in range(3):
                at = c.rng.uniform(-3, 3)
                c.line(
                    [(px + at - 2, py - 3), (px + at + 1.5, py + 3)],
                    0.28,
                    (186, 96, 66),
                )
    greens.chili_dry(c, c.spots(50, 52, 27, 12, 7, 0.6), 7)
    for px, py in ((30, 36), (72, 58), (54, 64)):
        greens.leaf(c, px, py, 10, c.rng.uniform(0, 360), (46, 110, 58), 0.07, 0.3)


def rs01(c):
    """Steamed ham, fanned."""
    vessels.table(c, (156, 172, 186), "linen")
    vessels.plate(c, 50, 51, 44, WHITE, BLUE)
    c.enlarge(50, 51, 1.24)
    for number in range(12):
        turn = number * 30
        px, py = 50 + 19 * cos(radians(turn)), 51 + 19 * sin(radians(turn))
        meats.slice_of(c, px, py, 12, 6.4, turn + 24, meats.HAM, lean=0.8)
    greens.rose(c, 50, 51, 9, (212, 66, 76))
    greens.coriander(c, 55, 56, 7, 30)


def rs02(c):
    """Ham between slices of cheese, in two rows."""
    vessels.table(c, (128, 148, 122), "wood")
    vessels.bamboo_tray(c, 50, 51, 43)
    c.enlarge(50, 51, 1.24)
    for row, top in ((0, 40), (1, 63)):
        for number in range(8):
            px, py = 24 + number * 7.3 + row * 1.5, top - number * 0.8
            if number % 2:
                meats.slice_of(c, px, py, 6.2, 10, 8, meats.HAM, lean=0.84)
            else:
                meats.slab(c, px, py, 9, 19, 8, (252, 240, 214), seared=False)
    greens.coriander(c, 50, 52, 8, 10)


def rs03(c):
    """Grilled milk fan, rolled with rose jam."""
    vessels.table(c, (224, 180, 186), "dots")
    vessels.board(c, 50, 53, 84, 54, -10, (196, 148, 100))
    bakes.rolled_sheet(c, 46, 44, 56, 15, -20)
    bakes.rolled_sheet(c, 52, 64, 56, 15, -20)
    greens.rose(c, 84, 26, 9)
    for px, py in ((72, 84), (20, 74), (88, 74)):
        c.solid(c.blob(px, py, 3, 2, c.rng.uniform(0, 180), 0.2), (214, 84, 116), 0.4)


def rs04(c):
    """Puffed curls of fried milk fan."""
    vessels.table(c, (186, 200, 206), "linen")
    vessels.bamboo_tray(c, 50, 51, 43)
    c.enlarge(50, 51, 1.24)
    for px, py in c.spots(50, 51, 23, 26, 7):
        turn = c.rng.uniform(0, 180)
        noodles.strip(c, px, py, 18, 5.4, turn, (250, 214, 134), 0.34, 0.45)
        for _blister in range(4):
            c.glow(
                c.blob(px + c.rng.uniform(-5, 5), py + c.rng.uniform(-2, 2), 1.3, 0.9),
                (214, 150, 66),
                0.4,
                0.5,
            )
    noodles.sesame(c, c.spots(50, 51, 26, 90), (255, 255, 255))


def rs05(c):
    """Seared slabs of goat cheese."""
    vessels.table(c, (214, 196, 160), "linen")
    vessels.plate(c, 50, 51, 44, (86, 110, 122), (206, 186, 140))
    vessels.saucer(c, 86, 86, 11, WHITE, (230, 220, 206), (120, 80, 50))
    c.enlarge(50, 51, 1.24)
    for number, (px, py) in enumerate(
        ((36, 40), (56, 37), (42, 56), (63, 53), (52, 69))
    ):
        meats.slab(c, px, py, 21, 13, -14 + number * 9, (255, 240, 200), (214, 140, 54))
    greens.coriander(c, 26, 60, 8, 60)


SCENES = {
    "RC01": rc01,
    "RC02": rc02,
    "RC03": rc03,
    "RC04": rc04,
    "RC05": rc05,
    "RC06": rc06,
    "RC07": rc07,
    "RC08": rc08,
    "RC09": rc09,
    "RC10": rc10,
    "RS01": rs01,
    "RS02": rs02,
    "RS03": rs03,
    "RS04": rs04,
    "RS05": rs05,
}
