"""The restaurant itself: its mark, and a banner for each shop."""

import math

from . import greens, noodles, vessels
from .canvas import Canvas, darker, ellipse, lighter, mix, rounded, smooth
from .meats import ham_fan, quail_egg

#: Width in pixels of each finished picture.
WIDTHS = {"logo": 512, "banner-cuihu": 1500, "banner-nanping": 1500}

JADE = (11, 122, 75)
GOLD = (240, 186, 84)
SKY = (250, 226, 190)


def draw(name):
    """Return the canvas with a picture of the restaurant."""
    if name == "logo":
        canvas = Canvas(name)
        _draw_logo(canvas)
        return canvas
    canvas = Canvas(name, width=200, height=100, scale=15)
    _BANNERS[name](canvas)
    return canvas


def _draw_logo(c):
    c.fill(
        [(0, 0), (100, 0), (100, 100), (0, 100)],
        lighter(JADE, 0.12),
        darker(JADE, 0.25),
    )
    c.glow(ellipse(50, 40, 36), lighter(JADE, 0.4), 14, 0.4)
    _steam_knot(c)
    bowl = [
        (12, 52),
        *[
            (50 + 37 * math.cos(math.radians(a)), 53 + 35 * math.sin(math.radians(a)))
            for a in range(180, -1, -6)
        ],
        (88, 52),
    ]
    bowl = [(x, y) for x, y in bowl if y <= 84]
    c.shadow(bowl, 2, 2, 0.4)
    for row in range(5):
        for number in range(7):
            x = 22 + number * 9.4 + (row % 2) * 1.4
            path = [
                (
                    x + 3.6 * math.cos(math.radians(a)),
                    52 - row * 1.5 - 6.4 * math.sin(math.radians(a)),
                )
                for a in range(0, 181, 15)
            ]
            c.line(path, 1.9, (206, 186, 150))
            c.line(path, 1.4, (255, 248, 230))
    c.fill(bowl, (255, 252, 244), (232, 222, 202))
    c.fill(rounded(50, 53, 78, 5, 2.4), (255, 255, 250), (240, 232, 214))
    with c.inside(bowl):
        for number in range(-5, 6):
            arc = [
                (
                    50 + number * 11 + 5.5 * math.cos(math.radians(a)),
                    66 - 5.5 * math.sin(math.radians(a)),
                )
                for a in range(0, 181, 12)
            ]
            c.line(arc, 1.5, JADE)
            inner = [
                (
                    50 + number * 11 + 2.6 * math.cos(math.radians(a)),
                    66 - 2.6 * math.sin(math.radians(a)),
                )
                for a in range(0, 181, 15)
            ]
            c.line(inner, 1.2, JADE)
        c.line([(8, 68.4), (92, 68.4)], 1.3, JADE)
    c.fill(rounded(50, 86, 30, 5, 1.6), (255, 252, 244), (226, 214, 190))
    for gap in (0, 3.6):
        c.line(
            [(26 + gap, 41 + gap * 0.2), (86 + gap * 0.7, 12 + gap)],
            2.2,
            darker((168, 62, 40), 0.2),
        )
        c.line(
            [(26 + gap, 40.6 + gap * 0.2), (86 + gap * 0.7, 11.6 + gap)],
            1.1,
            (226, 120, 84),
        )
    _camellia(c, 21, 33, 12)


def _steam_knot(c):
    for shift in (-10, 0, 10):
        wave = [
            (44 + shift + 2.6 * math.sin(step * 1.3 + shift), 36 - step * 4.6)
            for step in range(6)
        ]
        path = smooth(wave)
        outline = [(x - 1.2, y) for x, y in path] + [
            (x + 1.2, y) for x, y in reversed(path)
        ]
        c.glow(outline, (255, 255, 255), 0.9, 0.5)


def _camellia(c, x, y, size):
    """Paint a camellia, Kunming's red flower."""
    for turn in (200, 330):
        way = math.radians(turn)
        greens.leaf(
            c,
            x + size * math.cos(way),
            y + size * math.sin(way),
            size * 1.2,
            turn,
            (96, 176, 96),
            0.03,
            0.3,
        )
    greens.rose(c, x, y, size, (224, 46, 66))
    for step in range(7):
        way = step * 0.9
        c.dot(
            x + size * 0.15 * math.cos(way),
            y + size * 0.15 * math.sin(way),
            size * 0.05,
            GOLD,
        )


def _sky(c, top, low, ground, level=62):
    c.fill([(0, 0), (200, 0), (200, 100), (0, 100)], low)
    for step in range(40):
        y = level * step / 40
        c.fill(
            [(0, y), (200, y), (200, y + level / 40 + 0.2), (0, y + level / 40 + 0.2)],
            mix(top, low, step / 40),
        )
    c.fill(
        [(0, level), (200, level), (200, 100), (0, 100)],
        lighter(ground, 0.15),
        darker(ground, 0.15),
    )


def _hill(c, points, color):
    shape = smooth(points, 10)
    c.fill(
        [*shape, (points[-1][0], 64), (points[0][0], 64)], lighter(color, 0.2), color
    )


def _willow(c, x, y, height):
    """Paint a willow at the lake."""
    trunk = smooth([(x, y), (x + 2, y - height * 0.5), (x + 5, y - height)])
    c.line(trunk, 2.2, (104, 78, 58))
    for _branch in range(22):
        start = x + 5 + c.rng.uniform(-12, 16)
        top = y - height + c.rng.uniform(-4, 6)
        length = height * c.rng.uniform(0.4, 0.8)
        path = smooth(
            [
                (start, top),
                (start + 2, top + length * 0.5),
                (start + c.rng.uniform(-2, 3), top + length),
            ]
        )
        c.line(path, 0.5, c.tint((116, 164, 84), 0.2))
        for px, py in path[::3]:
            c.fill(
                ellipse(px + 0.6, py, 1.1, 0.36, 60, 12), c.tint((140, 186, 96), 0.2)
            )


def _cuihu(c):
    """Green Lake in the morning: hills, a bridge of arches, willows, gulls."""
    _sky(c, (246, 206, 158), (252, 238, 214), (126, 182, 178))
    c.glow(ellipse(150, 26, 11), (255, 246, 214), 3, 0.95)
    _hill(
        c,
        [(-10, 60), (20, 42), (50, 50), (84, 36), (120, 50), (160, 40), (210, 58)],
        (150, 176, 168),
    )
    _hill(
        c,
        [(-10, 62), (36, 52), (80, 58), (130, 50), (170, 57), (210, 52)],
        (104, 148, 130),
    )
    c.fill([(0, 62), (200, 62), (200, 100), (0, 100)], (150, 204, 196), (84, 150, 150))
    for _wave in range(70):
        x, y = c.rng.uniform(0, 200), c.rng.uniform(64, 99)
        length = (y - 58) * 0.18
        c.line([(x, y), (x + length, y)], 0.25, c.tint((206, 234, 226), 0.2))
    deck = smooth([(96, 63), (116, 55), (138, 52), (160, 55), (182, 63)])
    c.fill([*deck, (182, 67), (96, 67)], (236, 224, 204), (196, 180, 154))
    for x, wide in ((112, 5), (126, 6.4), (140, 7), (154, 6.4), (167, 5)):
        arch = [
            (
                x + wide * math.cos(math.radians(a)),
                67 - wide * 1.15 * math.sin(math.radians(a)),
            )
            for a in range(0, 181, 10)
        ]
        c.fill(arch, (104, 160, 156))
        c.fill([(px, 134 - py) for px, py in arch], (88, 146, 146), alpha=0.5)
    for number in range(15):
        x = 100 + number * 5.6
        y = 61 - 9 * math.sin(math.pi * (x - 96) / 86)
        c.line([(x, y), (x, y - 3.6)], 0.7, (226, 210, 184))
    c.line([(px, py - 3.4) for px, py in deck], 0.7, (226, 210, 184))
    _willow(c, 186, 66, 44)
    for px, py, size in ((116, 24, 4), (128, 18, 5), (140, 30, 3.4), (104, 34, 3)):
        c.line(
            smooth(
                [
                    (px - size, py - size * 0.3),
                    (px - size * 0.4, py - size * 0.55),
                    (px, py),
                    (px + size * 0.4, py - size * 0.55),
                    (px + size, py - size * 0.3),
                ]
            ),
            0.6,
            (250, 250, 248),
        )
    _front_bowl(c)


def _nanping(c):
    """Nanping Street at dusk: the two arches, eaves and lanterns."""
    _sky(c, (66, 62, 110), (240, 150, 110), (120, 92, 88), 66)
    houses = ((86, 30, 92), (104, 38, 82), (124, 26, 98), (176, 34, 84), (194, 26, 94))
    for x, height, tone in houses:
        _house(c, x, height, (tone, tone - 16, 98))
    for x in (112, 158):
        _archway(c, x, 70, 1.0)
    for step in range(13):
        at = step * 17 - 4
        c.line([(at, 100), (100 + (at - 100) * 0.4, 70)], 0.3, (146, 116, 108))
    for number, y in enumerate((20, 14, 18, 13, 19, 14, 20)):
        _lantern(c, 92 + number * 16.8, y)
    _front_bowl(c)


def _house(c, x, height, tone):
    top = 66 - height
    c.fill([(x - 9, top), (x + 9, top), (x + 9, 66), (x - 9, 66)], tone)
    for window in range(4 * int(height / 5)):
        if c.rng.random() < 0.7:
            px, py = x - 6.4 + window % 4 * 4.2, top + 3 + window // 4 * 4.6
            c.fill(rounded(px, py, 1.9, 2.4, 0.2), c.tint((255, 214, 130), 0.2))


def _lantern(c, x, y):
    c.line([(x, 0), (x, y - 4)], 0.3, (80, 40, 40))
    c.glow(ellipse(x, y, 7), (255, 130, 60), 3, 0.5)
    c.fill(ellipse(x, y, 4.4, 3.8), (244, 76, 50), (178, 24, 24))
    for shift in (-2, 0, 2):
        rib = [(x + shift, y - 3.2), (x + shift * 1.3, y), (x + shift, y + 3.2)]
        c.line(rib, 0.25, (255, 176, 110))
    for way in (-1, 1):
        c.fill(rounded(x, y + way * 3.9, 3, 1, 0.3), GOLD)
    c.line([(x, y + 4.4), (x, y + 8)], 0.6, (244, 110, 70))


def _archway(c, x, base, zoom):
    """Paint a memorial arch of three gates with swept eaves."""
    red, tile = (178, 50, 40), (58, 96, 92)
    for shift in (-17, -6.6, 6.6, 17):
        c.fill(
            rounded(x + shift * zoom, base - 13 * zoom, 2.2 * zoom, 26 * zoom, 0.3),
            lighter(red, 0.15),
            darker(red, 0.25),
        )
    for shift, wide, top in ((0, 18, 31), (-12.5, 12, 24), (12.5, 12, 24)):
        cx, cy = x + shift * zoom, base - top * zoom
        c.fill(
            rounded(cx, cy + 3 * zoom, wide * zoom, 5 * zoom, 0.4),
            (60, 120, 130),
            (34, 78, 98),
        )
        for number in range(5):
            c.dot(
                cx + (number - 2) * wide * 0.17 * zoom, cy + 3 * zoom, 0.9 * zoom, GOLD
            )
        half = (wide / 2 + 4) * zoom
        roof = smooth(
            [
                (cx - half, cy - 2.4 * zoom),
                (cx - half * 0.55, cy - 0.6 * zoom),
                (cx - half * 0.3, cy - 4.4 * zoom),
                (cx + half * 0.3, cy - 4.4 * zoom),
                (cx + half * 0.55, cy - 0.6 * zoom),
                (cx + half, cy - 2.4 * zoom),
                (cx + half * 0.6, cy + 1 * zoom),
                (cx - half * 0.6, cy + 1 * zoom),
            ],
            8,
            closed=True,
        )
        c.fill(roof, lighter(tile, 0.25), darker(tile, 0.2))


def _front_bowl(c):
    """Paint the bowl that the shop is known for, in front at the left."""
    with c.part(47, 58, 0.82):
        r = vessels.bowl(c, 50, 50, 44, vessels.WHITE, vessels.BLUE, (244, 208, 122))
        vessels.oil_drops(c, 50, 50, r)
        noodles.noodles(c, 53, 54, 33, bundles=11)
        ham_fan(c, 36, 38, 7, 4.6, 5, -30, 20)
        quail_egg(c, 64, 34, 6)
        quail_egg(c, 72, 43, 6, 40)
        greens.petals(c, 66, 66, 10)
        greens.pea_tip(c, 36, 68, 18, 20)
        greens.scallion(c, c.spots(50, 50, 32, 24, 4))
        vessels.steam(c, 50, 26, 4, 30)


_BANNERS = {"banner-cuihu": _cuihu, "banner-nanping": _nanping}
