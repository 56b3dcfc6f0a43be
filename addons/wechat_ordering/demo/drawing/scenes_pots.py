"""Steam pots, soups and wild mushrooms."""

from math import cos, radians, sin

from . import greens, meats, mushrooms, noodles, vessels
from .canvas import ellipse
from .vessels import BLUE, CELADON, IRON, WHITE

CLEAR = (244, 210, 124)
RED_DATE = (150, 34, 28)


def _steam_chicken(c, table, liquid=CLEAR):
    vessels.table(c, table, "wood")
    r = vessels.steam_pot(c, 50, 52, 38, liquid=liquid)
    vessels.oil_drops(c, 50, 52, r)
    places = (
        (33, 40),
        (44, 33),
        (60, 34),
        (69, 45),
        (67, 62),
        (55, 72),
        (38, 69),
        (29, 56),
    )
    for number, (px, py) in enumerate(places):
        meats.chunk(c, px, py, 7.2, (238, 192, 116), number * 40)
    meats.drumstick(c, 61, 67, 13, 150, (242, 196, 118))


def tg01(c):
    """The plain steam pot: chicken, ginger, nothing else."""
    _steam_chicken(c, (142, 104, 82))
    for px, py in ((38, 48), (52, 29), (71, 54)):
        shape = c.blob(px, py, 3.6, 2.6, 30, 0.12)
        c.shadow(shape, 0.6, 0.5, 0.35)
        c.fill(shape, (250, 226, 140), (220, 180, 84))
    greens.scallion(c, c.spots(50, 52, 28, 16, 4))
    vessels.steam_spout(c, 50, 52, 38)
    vessels.steam(c, 50, 40, 3, 34)


def tg02(c):
    """With slices of sanqi root."""
    _steam_chicken(c, (118, 126, 96), (228, 180, 96))
    for px, py in c.spots(50, 52, 27, 13, 7):
        turn = c.rng.uniform(0, 180)
        shape = c.blob(px, py, 3.8, 2.6, turn, 0.2)
        c.shadow(shape, 0.7, 0.5, 0.4)
        c.fill(shape, (124, 108, 78), (84, 70, 48))
        c.fill(c.blob(px, py, 2.6, 1.6, turn, 0.15), (176, 160, 116), (142, 124, 84))
        c.dot(px, py, 0.5, (96, 80, 54))
    vessels.steam_spout(c, 50, 52, 38)
    vessels.steam(c, 50, 40, 3, 34)


def tg03(c):
    """With the orange threads of cordyceps flower, goji and a date."""
    _steam_chicken(c, (156, 112, 70), (246, 186, 72))
    meats.shreds(c, 50, 52, 28, (240, 132, 26), 64, 12, 1.0)
    for px, py in c.spots(50, 52, 28, 10, 5):
        c.fill(
            ellipse(px, py, 1.7, 1.1, c.rng.uniform(0, 180)),
            (232, 60, 34),
            (176, 26, 18),
        )
    for px, py in ((36, 60), (64, 40)):
        c.solid(ellipse(px, py, 4.2, 3.2, 30), RED_DATE)
    vessels.steam_spout(c, 50, 52, 38)
    vessels.steam(c, 50, 40, 3, 34)


def tg04(c):
    """The cured-rib pot, bubbling, with potato, tomato and cabbage."""
    vessels.table(c, (150, 110, 84), "wood")
    r = vessels.clay_pot(c, 50, 52, 38, (228, 158, 74), IRON)
    for px, py, turn in ((34, 44, 20), (30, 60, 80)):
        greens.leaf(c, px, py, 20, turn, (204, 216, 134), 0.05, 0.3)
    for px, py in ((66, 62), (58, 70), (71, 52), (45, 72)):
        meats.chunk(c, px, py, 6, (246, 214, 112), None, False)
    for px, py, turn in (
        (40, 44, 20),
        (54, 38, -14),
        (64, 46, 40),
        (46, 56, -30),
        (58, 54, 10),
        (36, 58, 60),
    ):
        meats.rib(c, px, py, 7.4, turn, (170, 80, 48))
    for px, py, turn in ((70, 38, 20), (33, 35, 120), (52, 66, 200)):
        greens.tomato(c, px, py, 7, turn)
    greens.sprig(c, 48, 46, 8, 40)
    greens.scallion(c, c.spots(50, 52, r * 0.9, 20, 4))
    vessels.steam(c, 50, 22, 4)


def tg05(c):
    """White beans and ham."""
    vessels.table(c, (168, 182, 190), "linen")
    vessels.bowl(c, 50, 52, 40, WHITE, BLUE, (248, 226, 182))
    c.enlarge(50, 52, 1.15)
    greens.beans(c, c.spots(50, 53, 25, 34, 5.4), (250, 240, 218), 3.6)
    meats.ham_row(c, 50, 46, 5, 7, 5.4, 7, -16)
    greens.scallion(c, c.spots(50, 52, 26, 18, 3))
    vessels.steam(c, 50, 24)


def tg06(c):
    """Bitter greens and tofu in clear broth."""
    vessels.table(c, (152, 172, 140), "linen")
    vessels.bowl(c, 50, 52, 40, CELADON, (74, 128, 96), (216, 222, 158))
    c.enlarge(50, 52, 1.15)
    for px, py, turn in (
        (36, 42, 20),
        (62, 40, 130),
        (40, 66, 80),
        (66, 64, 40),
        (52, 36, 0),
        (30, 54, 100),
        (56, 70, 10),
    ):
        greens.leaf(c, px, py, 22, turn, (92, 146, 58), 0.08, 0.2)
    for px, py, turn in ((44, 50, 10), (57, 55, 40), (50, 64, 70), (60, 45, 20)):
        meats.cube(c, px, py, 5, (255, 254, 248), turn, 0.0, (236, 228, 210))
    for px, py in c.spots(50, 52, 24, 8, 8):
        c.fill(
            c.blob(px, py, 1.8, 0.8, c.rng.uniform(0, 180), 0.1),
            (250, 226, 140),
            (222, 186, 90),
        )
    vessels.steam(c, 50, 24)


def jz01(c):
    """Bolete with dried chili and garlic."""
    vessels.table(c, (94, 116, 92), "wood")
    vessels.plate(c, 50, 51, 43, (238, 226, 204), (156, 100, 58))
    c.enlarge(50, 51, 1.24)
    for number, (px, py) in enumerate(c.spots(50, 51, 23, 19, 9)):
        mushrooms.bolete_slice(c, px, py - 2, c.rng.uniform(9, 12), number * 53)
    greens.chili_dry(c, c.spots(50, 52, 25, 13, 6), 8)
    noodles.crumbs(c, c.spots(50, 51, 25, 16, 4), [(252, 240, 206)], 1.4, 2.1)
    c.glow(ellipse(44, 42, 18, 10, -20), (255, 246, 210), 4, 0.22)


def jz02(c):
    """Ganba fungus fried rice."""
    vessels.table(c, (182, 158, 126), "linen")
    vessels.plate(c, 50, 51, 43, (74, 72, 74), (140, 126, 100))
    c.enlarge(50, 51, 1.24)
    noodles.grains(c, 50, 50, 27, (252, 238, 202), 620, 1.25)
    meats.shreds(c, 50, 50, 24, (78, 56, 48), 60, 6, 1.2)
    for px, py in c.spots(50, 50, 24, 26, 3):
        shape = c.blob(px, py, 1.6, 1.2, c.rng.uniform(0, 180), 0.2)
        c.fill(shape, (112, 176, 72), (62, 120, 44))
    greens.chili_rings(c, c.spots(50, 50, 23, 7, 6), 1.3)


def jz03(c):
    """Termite mushroom soup."""
    vessels.table(c, (204, 184, 150), "dots")
    vessels.bowl(c, 50, 52, 40, WHITE, (176, 134, 78), (246, 222, 150))
    c.enlarge(50, 52, 1.15)
    for px, py in c.spots(50, 52, 20, 9, 9):
        turn = c.rng.uniform(0, 360)
        mushrooms.umbrella_slice(c, px, py, 11, turn, (232, 214, 184), False)
    greens.pea_tip(c, 37, 66, 16, -20)
    greens.pea_tip(c, 65, 38, 14, 130)
    vessels.oil_drops(c, 50, 52, 28)
    vessels.steam(c, 50, 24)


def jz04(c):
    """Matsutake on a slate, lime and salt."""
    vessels.table(c, (172, 160, 144), "linen")
    vessels.long_plate(c, 50, 52, 90, 50, (66, 68, 72), -10)
    for number in range(6):
        mushrooms.umbrella_slice(
            c, 20 + number * 12.2, 57 - number * 2.2, 17, -14 + number * 5
        )
    greens.lime(c, 82, 70, 7, 10)
    noodles.sesame(c, c.spots(24, 76, 4, 26), (252, 252, 252))
    greens.leaf(c, 66, 79, 15, 170, (70, 112, 54), 0.03, 0.2)


def jz05(c):
    """Four kinds of mushrooms round the hot pot."""
    vessels.table(c, (120, 88, 66), "wood")
    for px, py in ((12, 14), (88, 14), (12, 90), (88, 90)):
        vessels.plate(c, px, py, 17, CELADON)
    mushrooms.bolete_slice(c, 9, 14, 10, -16)
    mushrooms.bolete_slice(c, 19, 15, 10, 20)
    for px, turn in ((83, -10), (92, 18)):
        mushrooms.chanterelle(c, px, 14, 9, turn)
    for px, turn in ((8, -8), (18, 10)):
        mushrooms.morel(c, px, 87, 8, turn)
    for px, turn in ((84, -16), (93, 12)):
        mushrooms.umbrella_slice(c, px, 87, 10, turn, (232, 214, 184), False)
    r = vessels.clay_pot(c, 50, 52, 33, (240, 190, 98), (176, 118, 64))
    for px, py in c.spots(50, 52, 20, 5, 12):
        mushrooms.bolete_slice(c, px, py, 9.5, c.rng.uniform(0, 360))
    for px, py in c.spots(50, 52, 21, 5, 11):
        mushrooms.chanterelle(c, px, py, 7, c.rng.uniform(0, 360))
    mushrooms.morel(c, 42, 62, 7, 30)
    mushrooms.morel(c, 61, 44, 7, 200)
    for px, py in c.spots(50, 52, r * 0.9, 20, 4):
        size = c.rng.uniform(0.7, 1.5)
        c.fill(ellipse(px, py, size), (255, 246, 222), alpha=0.5)
    vessels.steam(c, 50, 24, 4)


def jz06(c):
    """Chanterelles with green chili and ham."""
    vessels.table(c, (206, 176, 120), "linen")
    vessels.plate(c, 50, 51, 43, WHITE, (86, 134, 82))
    c.enlarge(50, 51, 1.24)
    for px, py in c.spots(50, 49, 23, 17, 9):
        mushrooms.chanterelle(c, px, py, c.rng.uniform(8, 10.5), c.rng.uniform(0, 360))
    for px, py in c.spots(50, 51, 25, 15, 6):
        shape = c.blob(px, py, 3.2, 1.5, c.rng.uniform(0, 180), 0.15)
        c.shadow(shape, 0.7, 0.5, 0.4)
        c.fill(shape, (120, 190, 76), (58, 124, 42))
    noodles.crumbs(c, c.spots(50, 51, 24, 16, 4), [(206, 74, 66)], 1.3, 2)


def jz07(c):
    """Six morels filled with shrimp."""
    vessels.table(c, (150, 166, 170), "linen")
    vessels.plate(c, 50, 51, 43, WHITE, (190, 152, 84))
    c.enlarge(50, 51, 1.1)
    c.fill(ellipse(50, 52, 28, 27), (246, 214, 132), (226, 178, 84), alpha=0.75)
    for number in range(6):
        turn = number * 60
        px, py = 50 + 17 * sin(radians(turn)), 51 - 17 * cos(radians(turn))
        mushrooms.morel(c, px, py, 11, turn, filled=(246, 168, 136))
    greens.coriander(c, 50, 54, 8, -80)
    greens.chili_rings(c, [(47, 50), (54, 48)], 1.2)


def jz08(c):
    """A small jar-dish of mushroom strips in oil."""
    vessels.table(c, (196, 150, 100), "wood")
    r = vessels.bowl(c, 50, 52, 32, (92, 70, 60), None, (176, 84, 28))
    meats.shreds(c, 50, 52, r * 0.86, (150, 92, 48), 130, 13, 1.9)
    greens.chili_dry(c, c.spots(50, 52, r * 0.8, 9, 7), 7)
    for px, py in c.spots(50, 52, r * 0.85, 20):
        c.fill(ellipse(px, py, 0.8), (70, 36, 24))
    vessels.oil_drops(c, 50, 52, r, (246, 168, 50), 22)
    vessels.chopsticks(c, 90, 50, 12)


SCENES = {
    "TG01": tg01,
    "TG02": tg02,
    "TG03": tg03,
    "TG04": tg04,
    "TG05": tg05,
    "TG06": tg06,
    "JZ01": jz01,
    "JZ02": jz02,
    "JZ03": jz03,
    "JZ04": jz04,
    "JZ05": jz05,
    "JZ06": jz06,
    "JZ07": jz07,
    "JZ08": jz08,
}
