"""From the charcoal grill."""

from . import greens, meats, mushrooms, noodles, vessels
from .canvas import darker, ellipse, rounded, smooth, turned
from .vessels import IRON, WHITE

DRY_DIP = ((172, 66, 34), (226, 160, 70))


def _grate(c):
    """Paint a grate over glowing charcoal."""
    c.fill([(0, 0), (100, 0), (100, 100), (0, 100)], (58, 44, 40), (34, 26, 24))
    for px, py in c.spots(50, 50, 70, 46, 10):
        c.fill(
            c.blob(px, py, 9, 7, c.rng.uniform(0, 180), 0.2), (70, 60, 58), (30, 25, 24)
        )
        if c.rng.random() < 0.7:
            c.glow(c.blob(px, py, 5, 3.4), (255, 110, 26), 2.2, 0.75)
            c.glow(c.blob(px, py, 2, 1.4), (255, 206, 90), 1, 0.7)
    for step in range(15):
        at = 2 + step * 7
        c.line([(at, -2), (at, 102)], 1.1, (26, 24, 26))
        c.line([(at - 0.25, -2), (at - 0.25, 102)], 0.35, (150, 148, 150))
    for at in (20, 80):
        c.line([(-2, at), (102, at)], 1.5, (26, 24, 26))
        c.line([(-2, at - 0.3), (102, at - 0.3)], 0.45, (150, 148, 150))


def sk01(c):
    """Little tofu cubes swelling on the grate."""
    _grate(c)
    for number in range(10):
        px, py = 17 + number % 4 * 21, 20 + number // 4 * 23
        px += 10 * (number // 4 % 2)
        meats.cube(
            c, px, py, 8.2, (246, 206, 118), c.rng.uniform(-14, 14), 0.3, (176, 104, 40)
        )
    vessels.saucer(c, 82, 82, 14, WHITE, *DRY_DIP)


def sk02(c):
    """Charcoal potatoes, split, dusted and filled."""
    _grate(c)
    vessels.banana_leaf(c, 50, 52, 92, 62, -14)
    for number, (px, py) in enumerate(
        ((28, 40), (52, 34), (72, 46), (38, 62), (62, 66))
    ):
        turn = number * 31 - 40
        skin = c.blob(px, py, 12.5, 10, turn, 0.07)
        c.shadow(skin, 2, 1.4, 0.5)
        c.fill(skin, (196, 142, 78), (118, 70, 36))
        c.fill(
            c.blob(px - 0.6, py - 1, 10, 7.4, turn, 0.08),
            (255, 226, 130),
            (232, 182, 84),
        )
        for _char in range(7):
            c.glow(
                c.blob(px + c.rng.uniform(-9, 9), py + c.rng.uniform(-6, 6), 1.7, 1),
                (92, 50, 24),
                0.4,
                0.6,
            )
        noodles.crumbs(
            c,
            c.spots(px, py, 5, 22),
            [(140, 140, 56), (206, 46, 26), (170, 160, 70)],
            0.6,
            1.2,
        )
    greens.root_sticks(c, c.spots(50, 50, 20, 5, 9), 7)
    greens.scallion(c, c.spots(50, 50, 26, 22, 3))


def sk03(c):
    """Many tiny skewers on a tray."""
    vessels.table(c, (176, 120, 84), "wood")
    vessels.long_plate(c, 50, 52, 94, 74, (190, 194, 196), -6)
    for number in range(11):
        y = 25 + number * 5.4
        meats.skewer(
            c,
            50 + c.rng.uniform(-2, 2),
            y,
            82,
            -6 + c.rng.uniform(-3, 3),
            (140, 66, 34),
            12,
            3.1,
        )
    noodles.sesame(c, c.spots(46, 52, 27, 110))
    noodles.crumbs(c, c.spots(46, 52, 27, 60), [(206, 40, 24)], 0.3, 0.6)


def sk04(c):
    """Lemongrass fish, tied, on a leaf."""
    _grate(c)
    vessels.banana_leaf(c, 50, 52, 98, 66, -12)
    meats.fish(c, 50, 52, 76, (172, 116, 62), -14)
    for at in (-16, -3, 10, 21):
        ring = turned([(50 + at - 1, 52 - 18), (50 + at + 1, 52 + 18)], 50, 52, -14)
        c.line(ring, 2.0, (108, 124, 58))
        c.line([(a - 0.4, b - 0.2) for a, b in ring], 0.8, (196, 208, 124))
    for px, py in c.spots(50, 52, 24, 12, 5, 0.4):
        c.fill(c.blob(px, py, 1.8, 1.0, c.rng.uniform(0, 180)), (86, 146, 58))
    greens.chili_rings(c, c.spots(50, 52, 25, 12, 5, 0.42), 1.4)
    greens.lime(c, 82, 80, 7)
    greens.lime(c, 71, 86, 7, 20)
    vessels.steam(c, 46, 26, 3, 20)


def sk05(c):
    """A banana-leaf parcel, opened."""
    vessels.table(c, (150, 112, 84), "wood")
    vessels.banana_leaf(c, 50, 40, 92, 56, -22)
    vessels.banana_leaf(c, 52, 62, 92, 56, 14)
    for px, py, turn in (
        (40, 48, 20),
        (58, 46, -30),
        (50, 60, 70),
        (36, 60, -10),
        (64, 58, 40),
        (52, 40, 100),
    ):
        mushrooms.enoki(c, px, py, 26, turn, 20)
    for px, py in c.spots(50, 52, 15, 9, 8):
        mushrooms.oyster(c, px, py, 10, c.rng.uniform(0, 360))
    greens.chili_rings(c, c.spots(50, 52, 17, 12, 4), 1.4)
    for px, py in ((40, 42), (62, 52), (48, 64)):
        greens.coriander(c, px, py, 9, c.rng.uniform(0, 360))
    vessels.steam(c, 50, 28)


def sk06(c):
    """A whole aubergine, opened, under garlic and chili."""
    vessels.table(c, (180, 170, 186), "linen")
    vessels.long_plate(c, 50, 52, 94, 52, (236, 232, 222), -10)
    body = [
        (10, 58),
        (18, 42),
        (40, 34),
        (66, 34),
        (84, 38),
        (88, 46),
        (80, 58),
        (60, 68),
        (34, 72),
        (16, 68),
    ]
    shape = smooth(body, 8, closed=True)
    c.shadow(shape, 2.2, 1.6, 0.5)
    c.fill(shape, (108, 62, 110), (54, 28, 58))
    flesh = [(50 + (x - 50) * 0.9, 52 + (y - 52) * 0.76) for x, y in shape]
    c.fill(flesh, (250, 232, 180), (218, 178, 112))
    with c.inside(flesh):
        for _fibre in range(46):
            x, y = c.rng.uniform(12, 86), c.rng.uniform(38, 68)
            c.line(
                [(x, y), (x + c.rng.uniform(4, 10), y - c.rng.uniform(0, 2))],
                0.4,
                c.tint((196, 150, 88), 0.2),
            )
    c.line(smooth([(86, 40), (92, 34), (97, 33)]), 3, (104, 128, 66))
    noodles.crumbs(
        c,
        c.spots(48, 52, 32, 190, 0.5, 0.36),
        [(254, 246, 218), (250, 232, 180), (240, 210, 140)],
        0.7,
        1.6,
    )
    greens.chili_rings(c, c.spots(48, 52, 32, 22, 4, 0.34), 1.5)
    greens.scallion(c, c.spots(48, 52, 33, 44, 2, 0.36), 1.3)


def sk07(c):
    """Chives on two sticks."""
    vessels.table(c, (206, 184, 150), "linen")
    vessels.long_plate(c, 50, 52, 94, 60, IRON, -6)
    for bunch in (38, 56, 72):
        for number in range(22):
            y = bunch + (number - 11) * 0.55
            path = smooth(
                [
                    (12, y + c.rng.uniform(-1, 1) - 1),
                    (50, y - 2 + c.rng.uniform(-1, 1)),
                    (88, y - 7 + c.rng.uniform(-2, 2)),
                ]
            )
            tone = c.tint((70, 138, 50), 0.24)
            c.line(path, 1.0, darker(tone, 0.45))
            c.line([(a, b - 0.2) for a, b in path], 0.55, tone)
        for at in (30, 66):
            c.line([(at - 2, bunch - 11), (at + 2, bunch + 9)], 1.1, (222, 190, 130))
    noodles.sesame(c, c.spots(50, 52, 34, 150, 0, 0.62))
    noodles.crumbs(
        c, c.spots(50, 52, 34, 100, 0, 0.62), [(206, 44, 24), (170, 30, 18)], 0.4, 0.8
    )


def sk08(c):
    """Half a chicken in a bamboo clamp."""
    _grate(c)
    vessels.banana_leaf(c, 50, 56, 96, 64, 10)
    body = smooth(
        [
            (24, 44),
            (40, 30),
            (60, 32),
            (74, 46),
            (72, 64),
            (56, 74),
            (36, 70),
            (24, 58),
        ],
        10,
        closed=True,
    )
    c.shadow(body, 2.6, 2, 0.5)
    c.fill(body, (232, 158, 66), (142, 74, 26))
    c.glow(ellipse(42, 44, 14, 8, -20), (255, 222, 150), 3, 0.7)
    for px, py in c.spots(50, 52, 20, 26, 4):
        c.glow(
            c.blob(px, py, 2.2, 1.2, c.rng.uniform(0, 180)), (110, 52, 18), 0.5, 0.55
        )
    meats.drumstick(c, 66, 62, 19, 62, (216, 138, 54))
    meats.drumstick(c, 30, 34, 15, 200, (222, 146, 58))
    for shift in (-5, 5):
        c.line([(50 + shift, 6), (50 + shift * 0.7, 97)], 2.6, (120, 84, 40))
        c.line([(49.5 + shift, 6), (49.5 + shift * 0.7, 97)], 1.5, (216, 182, 112))
    for y in (22, 83):
        c.fill(rounded(50, y, 16, 3, 1), (150, 158, 84), (96, 110, 50))
    vessels.saucer(c, 87, 87, 11, WHITE, *DRY_DIP)
    greens.coriander(c, 24, 78, 10, -20)


def sk09(c):
    """Thick slices of pork belly with charred edges."""
    vessels.table(c, (158, 106, 78), "wood")
    vessels.board(c, 50, 52, 92, 62, -8)
    for row in range(2):
        for number in range(6):
            px, py = 21 + number * 11 + row * 3, 42 + row * 22 - number * 1.5
            meats.slab(
                c, px, py, 12, 19, 14, (190, 108, 60), (96, 42, 18), seared=False
            )
            for shift, tone in (
                (-5, (240, 206, 150)),
                (0.5, (236, 196, 140)),
                (6, (226, 150, 80)),
            ):
                path = turned([(px - 5, py + shift), (px + 5, py + shift)], px, py, 14)
                c.line(path, 2.0, tone)
            for _char in range(4):
                c.glow(
                    c.blob(
                        px + c.rng.uniform(-5, 5), py + c.rng.choice((-8, 8)), 1.6, 0.8
                    ),
                    (60, 28, 14),
                    0.4,
                    0.6,
                )
    vessels.saucer(c, 84, 80, 11, WHITE, *DRY_DIP)
    for px, py in ((18, 72), (80, 28)):
        greens.coriander(c, px, py, 10, c.rng.uniform(0, 360))


SCENES = {
    "SK01": sk01,
    "SK02": sk02,
    "SK03": sk03,
    "SK04": sk04,
    "SK05": sk05,
    "SK06": sk06,
    "SK07": sk07,
    "SK08": sk08,
    "SK09": sk09,
}
