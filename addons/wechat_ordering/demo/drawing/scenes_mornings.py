"""Breakfast, rice, rice cakes, pastries and sweets."""

from math import cos, radians, sin

from . import bakes, greens, meats, noodles, vessels
from .canvas import darker, ellipse, lighter, rounded, smooth
from .drinks import ice
from .vessels import BLUE, CELADON, WHITE

PURPLE = (104, 52, 96)
SYRUP = (126, 58, 26)


def zd01(c):
    """A grilled rice-cake roll with a dough stick inside."""
    vessels.table(c, (228, 196, 130), "dots")
    vessels.board(c, 50, 53, 88, 56, -10)
    bakes.youtiao(c, 64, 42, 58, -24)
    bakes.rolled_sheet(
        c, 46, 53, 60, 24, -24, (254, 248, 232), (150, 60, 30), (196, 130, 60)
    )
    noodles.crumbs(c, c.spots(44, 48, 14, 26, 2), [(226, 178, 104)], 0.6, 1.2)
    noodles.sesame(c, c.spots(46, 50, 18, 36))
    vessels.saucer(c, 84, 82, 12, WHITE, (120, 50, 24), (170, 96, 50))


def zd02(c):
    """Golden pea porridge."""
    vessels.table(c, (186, 170, 150), "linen")
    vessels.bowl(c, 46, 54, 40, WHITE, BLUE, (250, 204, 84))
    for px, py, turn in ((34, 50, 0), (50, 62, 60)):
        c.glow(ellipse(px, py, 12, 7, turn), (255, 228, 130), 3, 0.6)
    for px, py in c.spots(46, 52, 18, 30, 2):
        c.fill(
            c.blob(px, py, c.rng.uniform(0.8, 2.6), c.rng.uniform(0.6, 1.6)),
            (204, 44, 20),
            alpha=0.75,
        )
    noodles.crumbs(c, c.spots(46, 54, 20, 22, 3), [(252, 240, 206)], 0.7, 1.3)
    noodles.sesame(c, c.spots(46, 54, 23, 70))
    greens.scallion(c, c.spots(46, 54, 22, 24, 2))
    for px, py in ((36, 64), (58, 44)):
        greens.coriander(c, px, py, 9, c.rng.uniform(0, 360))
    bakes.youtiao(c, 76, 26, 50, -40)
    vessels.steam(c, 40, 28)


def zd03(c):
    """A bowl of soy milk."""
    vessels.table(c, (200, 214, 196), "linen")
    vessels.bowl(c, 50, 52, 38, CELADON, (96, 140, 112))
    c.fill(ellipse(50, 52, 31.6), (255, 253, 242), (240, 228, 200))
    for size, tone in (
        (25, (255, 255, 250)),
        (17, (246, 238, 216)),
        (9, (255, 255, 250)),
    ):
        c.glow(ellipse(47, 50, size, size * 0.8, -20), tone, 2, 0.55)
    for px, py in c.spots(50, 52, 28, 14, 4):
        ring = ellipse(px, py, c.rng.uniform(0.6, 1.5))
        c.fill(ring, (255, 255, 255), (232, 220, 190))
    greens.beans(
        c, [(14, 82), (22, 88), (10, 91), (88, 14), (94, 22)], (236, 206, 130), 3.2
    )
    vessels.steam(c, 50, 26)


def zd04(c):
    """Dough sticks on paper."""
    vessels.table(c, (196, 148, 110), "wood")
    paper = rounded(50, 52, 84, 62, 3, -8)
    c.shadow(paper, 2, 1.6, 0.4)
    c.fill(paper, (252, 248, 236), (230, 220, 198))
    for at in range(-3, 4):
        c.line([(12 + at, 50 + at * 8), (88 + at, 40 + at * 8)], 0.35, (206, 60, 50))
    bakes.youtiao(c, 50, 40, 70, -14)
    bakes.youtiao(c, 50, 56, 74, -4)
    bakes.youtiao(c, 50, 70, 66, 6)


def zd05(c):
    """Flaky buns in the steamer, one broken."""
    vessels.table(c, (166, 122, 92), "wood")
    vessels.bamboo_tray(c, 50, 51, 44)
    bakes.bun(c, 36, 38, 19)
    bakes.bun(c, 67, 48, 19, mark=(206, 50, 60))
    half = c.blob(42, 72, 18, 12, -8, 0.05)
    c.shadow(half, 2, 1.4, 0.45)
    c.fill(half, (254, 250, 240), (222, 206, 178))
    inner = c.blob(42, 71, 12, 7, -8, 0.1)
    c.fill(inner, (214, 130, 90), (150, 74, 44))
    for step in range(4):
        c.line(
            smooth(
                [(28 + step, 66 + step), (42, 62 + step * 1.2), (57 - step, 66 + step)]
            ),
            0.5,
            (232, 220, 196),
        )
    noodles.crumbs(
        c, c.spots(42, 71, 7, 30, 0.7, 0.6), [(200, 70, 62), (240, 200, 130)], 0.8, 1.6
    )
    vessels.steam(c, 50, 26, 4)


def zd06(c):
    """Corn cakes on their husks."""
    vessels.table(c, (150, 176, 130), "wood")
    vessels.bamboo_tray(c, 50, 51, 44)
    bakes.corn_cake(c, 48, 37, 19, -12)
    bakes.corn_cake(c, 54, 67, 19, 8)
    vessels.steam(c, 50, 24)


def zd07(c):
    """Erkuai shreds in clear broth."""
    vessels.table(c, (196, 206, 212), "linen")
    vessels.bowl(c, 50, 51, 41, WHITE, (62, 110, 150), (246, 234, 204))
    c.enlarge(50, 51, 1.12)
    noodles.noodles(c, 50, 52, 28, (254, 251, 242), 8, 2.4, 4)
    noodles.crumbs(c, c.spots(47, 46, 9, 60, 0.7), [(166, 106, 74), (186, 126, 92)])
    noodles.crumbs(c, c.spots(62, 58, 6, 36, 0.6), [(150, 148, 60), (180, 164, 84)])
    greens.scallion(c, c.spots(50, 52, 23, 34, 2))
    vessels.steam(c, 50, 22)


def zs01(c):
    """Fried rice-cake slices with ham and egg."""
    vessels.table(c, (192, 118, 84), "linen")
    vessels.plate(c, 50, 51, 44, WHITE, (190, 60, 44))
    c.enlarge(50, 51, 1.22)
    for px, py in c.spots(50, 51, 23, 34, 5):
        turn = c.rng.uniform(0, 180)
        meats.slab(c, px, py, 11, 6.6, turn, (254, 244, 220), (226, 170, 96))
    meats.scrambled(c, c.spots(50, 51, 20, 9, 8), 5)
    for px, py in c.spots(50, 51, 22, 9, 8):
        meats.slice_of(c, px, py, 4.4, 3.2, c.rng.uniform(0, 180), meats.HAM)
    for px, py, turn in ((36, 44, 20), (62, 62, 200), (60, 36, 100)):
        greens.tomato(c, px, py, 5.6, turn)
    for px, py in c.spots(50, 51, 20, 5, 10):
        greens.pea_tip(c, px, py, 12, c.rng.uniform(0, 360))


def zs02(c):
    """Purple rice in half a pineapple."""
    vessels.table(c, (146, 196, 190), "dots")
    vessels.banana_leaf(c, 50, 58, 104, 78, -6)
    bakes.pineapple_shell(c, 50, 60, 33)
    noodles.grains(c, 50, 60, 21.5, PURPLE, 420, 1.5, 1.16)
    for px, py in c.spots(50, 60, 18, 14, 6):
        c.solid(rounded(px, py, 4, 3.4, 0.8, c.rng.uniform(0, 90)), (255, 212, 84), 0.4)
    noodles.crumbs(c, c.spots(50, 60, 19, 14, 4), [(232, 190, 122)], 1.2, 2)


def _rice_plate(c, table, plate_color, rim):
    vessels.table(c, table, "linen")
    vessels.plate(c, 50, 51, 44, plate_color, rim)
    c.enlarge(50, 51, 1.2)
    noodles.grains(c, 50, 50, 27, (254, 244, 214), 640, 1.3)


def zs03(c):
    """Ham fried rice with a fried egg."""
    _rice_plate(c, (170, 186, 200), WHITE, BLUE)
    noodles.crumbs(
        c, c.spots(50, 50, 25, 46, 2.4), [(206, 76, 68), (226, 120, 104)], 1.3, 2.2
    )
    noodles.crumbs(
        c, c.spots(50, 50, 25, 40, 2.2), [(96, 164, 62), (70, 136, 48)], 0.9, 1.6
    )
    meats.fried_egg(c, 54, 45, 12)
    greens.scallion(c, c.spots(50, 52, 23, 26, 3))


def zs04(c):
    """Copper pot of potato and ham rice, a crust at its edge."""
    vessels.table(c, (128, 92, 72), "wood")
    vessels.clay_pot(c, 50, 52, 39, (214, 160, 84), (198, 122, 72))
    noodles.grains(c, 50, 52, 32, (254, 240, 200), 760, 1.4)
    ring = ellipse(50, 52, 32)
    for px, py in ring:
        c.glow(c.blob(px, py, 3.4, 2), (206, 130, 54), 1, 0.5)
    for px, py in c.spots(50, 52, 25, 14, 8):
        c.solid(
            rounded(px, py, 7, 6.4, 1.4, c.rng.uniform(0, 90)), (255, 218, 110), 0.8
        )
    for px, py in c.spots(50, 52, 25, 17, 6):
        meats.slab(
            c, px, py, 4.6, 3.8, c.rng.uniform(0, 180), (214, 84, 76), seared=False
        )
    greens.scallion(c, c.spots(50, 52, 27, 40, 2), 1.3)
    vessels.steam(c, 50, 24, 4)


def zs05(c):
    """A baba, cut, on a tray."""
    vessels.table(c, (180, 160, 132), "wood")
    vessels.bamboo_tray(c, 50, 51, 44)
    bakes.baba(c, 43, 43, 27)
    bakes.broken_pastry(c, 66, 66, 23, (136, 44, 36), (226, 166, 92), (206, 84, 84))
    greens.scallion(c, c.spots(43, 43, 21, 22, 4))
    noodles.sesame(c, c.spots(43, 43, 22, 50))


def zs06(c):
    """Buckwheat pancakes, folded, with honey."""
    vessels.table(c, (206, 178, 120), "linen")
    vessels.plate(c, 48, 51, 44, CELADON, (112, 140, 110))
    bakes.pancake(c, 45, 50, 27)
    bakes.pancake(c, 51, 55, 25, (150, 112, 68))
    honey = (236, 158, 28)
    for width, tone in ((2.6, darker(honey, 0.15)), (1.4, lighter(honey, 0.35))):
        path = [(36 + step * 3.4, 52 + (6 if step % 2 else -6)) for step in range(10)]
        c.line(smooth(path), width, tone)
    vessels.saucer(c, 84, 80, 13, WHITE, honey, (255, 214, 120))


def zs07(c):
    """A bowl of rice."""
    vessels.table(c, (188, 200, 190), "linen")
    vessels.bowl(c, 50, 52, 37, WHITE, BLUE)
    noodles.grains(c, 50, 50, 30, (255, 253, 246), 820, 1.3)
    c.glow(ellipse(42, 42, 13, 9, -20), (255, 255, 255), 4, 0.5)
    vessels.chopsticks(c, 91, 50, 9)
    vessels.steam(c, 50, 24)


def tp01(c):
    """Rose pastries, one broken open, and the rose."""
    vessels.table(c, (230, 178, 186), "dots")
    vessels.plate(c, 48, 52, 43, WHITE, (206, 92, 120))
    bakes.pastry(c, 36, 40, 17)
    bakes.broken_pastry(c, 58, 60, 19)
    greens.rose(c, 86, 18, 12)
    greens.leaf(c, 74, 12, 13, 200, (70, 130, 66), 0.05, 0.28)
    for px, py in ((26, 70), (76, 38), (90, 86)):
        c.solid(
            c.blob(px, py, 3.6, 2.4, c.rng.uniform(0, 180), 0.2), (218, 92, 124), 0.4
        )


def tp02(c):
    """Ham mooncakes, one broken open."""
    vessels.table(c, (128, 96, 80), "wood")
    vessels.board(c, 50, 52, 88, 62, -7, (206, 164, 112))
    bakes.mooncake(c, 34, 42, 19)
    bakes.broken_pastry(c, 64, 58, 20, (186, 110, 50), (212, 150, 82), (206, 66, 60))
    noodles.crumbs(c, c.spots(50, 76, 10, 16, 2, 0.4), [(222, 176, 116)], 0.5, 1.2)


def tp03(c):
    """Clear jelly with rose syrup."""
    vessels.table(c, (196, 214, 226), "dots")
    vessels.bowl(c, 50, 52, 40, (224, 238, 240), (206, 92, 120), (196, 110, 66))
    c.enlarge(50, 52, 1.12)
    for px, py in c.spots(50, 52, 22, 17, 8):
        shape = c.blob(px, py, 7, 5.4, c.rng.uniform(0, 180), 0.14)
        c.fill(shape, (255, 250, 244), (226, 190, 176), alpha=0.62)
        c.glow(c.blob(px - 1.6, py - 1.6, 2, 0.9), (255, 255, 255), 0.5, 0.85)
    c.glow(ellipse(52, 50, 11, 9), (186, 34, 74), 3, 0.6)
    for px, py in c.spots(52, 50, 10, 22, 2):
        c.fill(
            c.blob(px, py, 2, 1.2, c.rng.uniform(0, 180), 0.25),
            c.tint((166, 26, 62), 0.2),
        )
    noodles.sesame(c, c.spots(50, 52, 22, 26))
    greens.sprig(c, 66, 38, 8, 30)


def tp04(c):
    """Rice pudding with walnut and brown sugar."""
    vessels.table(c, (214, 190, 166), "linen")
    vessels.bowl(c, 50, 52, 38, (110, 76, 62), (226, 196, 150))
    c.fill(ellipse(50, 52, 31.5), (255, 252, 244), (240, 226, 204))
    for number in range(3):
        turn = number * 120
        c.glow(
            ellipse(46 + number * 3, 50, 18 - number * 4, 11 - number * 2, turn),
            (255, 255, 252),
            1.6,
            0.5,
        )
    path = [(34 + step * 3.4, 50 + (7 if step % 2 else -7)) for step in range(10)]
    c.line(smooth(path), 1.5, (140, 66, 28))
    c.line([(x - 0.2, y - 0.3) for x, y in smooth(path)], 0.5, (206, 130, 80))
    for px, py in c.spots(50, 52, 15, 9, 7):
        shape = c.blob(px, py, 4.2, 3.2, c.rng.uniform(0, 180), 0.28)
        c.solid(shape, (190, 132, 78), 0.7)
        c.line(
            smooth([(px - 2.4, py), (px, py - 0.6), (px + 2.2, py + 0.3)]),
            0.5,
            (120, 74, 40),
        )


def tp05(c):
    """Paoluda: toast, sago and purple rice in coconut milk."""
    vessels.table(c, (150, 200, 196), "dots")
    vessels.bowl(c, 50, 52, 40, (236, 244, 244), (70, 150, 150))
    c.fill(ellipse(50, 52, 33), (255, 254, 250), (236, 232, 222))
    c.enlarge(50, 52, 1.3)
    noodles.grains(c, 38, 59, 9, PURPLE, 150, 1.3)
    for px, py in c.spots(58, 62, 11, 90, 1.2):
        c.fill(ellipse(px, py, 1.2), (244, 252, 252), (176, 196, 198), alpha=0.9)
        c.dot(px - 0.3, py - 0.3, 0.35, (255, 255, 255))
    for px, py, turn in ((40, 42, 20), (58, 40, -14), (50, 50, 50)):
        meats.slab(c, px, py, 15, 12, turn, (246, 206, 130), (178, 108, 46))
    for px, py in c.spots(50, 52, 22, 30, 3):
        tone = (255, 253, 246)
        noodles.strip(c, px, py, 4, 0.9, c.rng.uniform(0, 180), tone)


def tp06(c):
    """Rice "shrimps" in brown syrup with ice."""
    vessels.table(c, (226, 190, 150), "linen")
    vessels.bowl(c, 50, 52, 40, (228, 238, 240), BLUE, (206, 116, 56))
    c.enlarge(50, 52, 1.12)
    for px, py in c.spots(50, 52, 23, 60, 3.6):
        turn = c.rng.uniform(0, 360)
        path = [
            (
                px + 3 * cos(radians(turn + step * 26)),
                py + 3 * sin(radians(turn + step * 26)),
            )
            for step in range(6)
        ]
        for width, tone in ((2.2, (206, 190, 170)), (1.7, (255, 253, 248))):
            c.line(smooth(path), width, tone)
        c.dot(*path[0], 1.25, (255, 253, 248))
    for px, py, turn in ((40, 42, 20), (60, 60, 50), (56, 38, 10)):
        ice(c, px, py, 5.4, turn)


def tp07(c):
    """Puffed sticky-rice cakes under syrup."""
    vessels.table(c, (186, 150, 170), "linen")
    vessels.plate(c, 50, 51, 43, (92, 98, 104), (196, 166, 120))
    c.enlarge(50, 51, 1.2)
    cakes = ((38, 40, 10), (60, 42, -16), (44, 60, 24), (65, 62, 0))
    for px, py, turn in cakes:
        meats.cube(c, px, py, 9, (126, 74, 122), turn, 0.25, (66, 34, 60))
    for px, py, _turn in cakes:
        path = smooth(
            [(px - 9, py - 2), (px - 3, py - 6), (px + 3, py + 2), (px + 9, py - 3)]
        )
        c.line(path, 2.6, SYRUP)
        c.line([(a - 0.4, b - 0.6) for a, b in path], 0.7, (226, 150, 84))
    noodles.sesame(c, c.spots(51, 51, 23, 90))
    noodles.crumbs(c, c.spots(51, 51, 24, 34, 2.4), [(226, 178, 104)], 0.8, 1.7)


SCENES = {
    "ZD01": zd01,
    "ZD02": zd02,
    "ZD03": zd03,
    "ZD04": zd04,
    "ZD05": zd05,
    "ZD06": zd06,
    "ZD07": zd07,
    "ZS01": zs01,
    "ZS02": zs02,
    "ZS03": zs03,
    "ZS04": zs04,
    "ZS05": zs05,
    "ZS06": zs06,
    "ZS07": zs07,
    "TP01": tp01,
    "TP02": tp02,
    "TP03": tp03,
    "TP04": tp04,
    "TP05": tp05,
    "TP06": tp06,
    "TP07": tp07,
}
