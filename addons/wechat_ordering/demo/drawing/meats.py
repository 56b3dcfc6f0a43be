"""Meat, fish, eggs, tofu and cheese."""

import math

from .canvas import darker, ellipse, lighter, mix, rounded, smooth, turned

HAM = (196, 70, 66)
GOLD = (214, 150, 66)
BROWN = (138, 78, 42)


def slice_of(c, x, y, rx, ry, turn, color, fat=(250, 232, 216), lean=0.82):
    """Paint a thin slice of meat with a rim of fat."""
    shape = c.blob(x, y, rx, ry, turn, 0.07)
    c.shadow(shape, 0.9, 0.6, 0.4)
    c.fill(shape, lighter(fat, 0.2), darker(fat, 0.14))
    inner = [
        (x + (px - x) * lean + 0.1, y + (py - y) * (lean - 0.06) + 0.3)
        for px, py in shape
    ]
    tone = c.tint(color, 0.06)
    c.fill(inner, lighter(tone, 0.2), darker(tone, 0.14))
    for _vein in range(3):
        at = c.rng.uniform(-0.5, 0.5)
        path = [
            (x + rx * at - rx * 0.2, y - ry * 0.3),
            (x + rx * at, y + c.rng.uniform(-0.2, 0.2) * ry),
            (x + rx * at + rx * 0.25, y + ry * 0.35),
        ]
        c.line(smooth(turned(path, x, y, turn)), rx * 0.035, mix(tone, fat, 0.5))


def ham_fan(c, x, y, rx=7, ry=4.4, count=5, turn=0, spread=13):
    """Lay slices of ham as a fan."""
    for number in range(count):
        angle = turn + (number - (count - 1) / 2) * spread
        way = math.radians(angle - 90)
        slice_of(
            c,
            x + rx * 0.9 * math.cos(way),
            y + rx * 0.9 * math.sin(way),
            rx,
            ry,
            angle - 90,
            HAM,
            lean=0.8,
        )


def ham_row(c, x, y, count=6, rx=6.5, ry=5, step=5, turn=0, color=HAM):
    """Lay slices of ham in an overlapping row."""
    for number in range(count):
        px, py = turned([(x + (number - (count - 1) / 2) * step, y)], x, y, turn)[0]
        slice_of(c, px, py, rx * 0.72, ry, turn + 8, color)


def chunk(c, x, y, size, color=GOLD, turn=None, skin=True):
    """Paint a chunk of cooked meat: round, lit, browned at the edge."""
    turn = c.rng.uniform(0, 180) if turn is None else turn
    shape = c.blob(x, y, size, size * c.rng.uniform(0.68, 0.88), turn, 0.12)
    tone = c.tint(color, 0.08)
    c.shadow(shape, size * 0.2, size * 0.14, 0.45)
    c.fill(shape, darker(tone, 0.3), darker(tone, 0.4))
    face = [
        (x + (px - x) * 0.9 - size * 0.05, y + (py - y) * 0.88 - size * 0.08)
        for px, py in shape
    ]
    c.fill(face, lighter(tone, 0.28), darker(tone, 0.08))
    if skin:
        c.glow(
            ellipse(x - size * 0.2, y - size * 0.28, size * 0.4, size * 0.2, turn),
            lighter(tone, 0.7),
            size * 0.12,
            0.65,
        )
        for _spot in range(4):
            px, py = (
                x + c.rng.uniform(-0.5, 0.5) * size,
                y + c.rng.uniform(-0.4, 0.4) * size,
            )
            c.glow(
                ellipse(px, py, size * 0.13, size * 0.09),
                darker(tone, 0.35),
                size * 0.05,
                0.5,
            )


def drumstick(c, x, y, size=12, turn=0, color=GOLD):
    """Paint a chicken leg."""
    bone = turned(
        [(x + size * 0.35, y), (x + size * 0.98, y - size * 0.02)], x, y, turn
    )
    c.line([(a + 0.5, b + 0.9) for a, b in bone], size * 0.17, darker(BROWN, 0.5))
    c.line(bone, size * 0.15, (240, 226, 198))
    for way in (-1, 1):
        knob = turned([(x + size * 1.0, y + way * size * 0.06)], x, y, turn)[0]
        c.dot(*knob, size * 0.1, (246, 234, 210))
    edge = [
        (x - size * 0.55, y - size * 0.1),
        (x - size * 0.3, y - size * 0.4),
        (x + size * 0.15, y - size * 0.34),
        (x + size * 0.6, y - size * 0.1),
        (x + size * 0.6, y + size * 0.1),
        (x + size * 0.15, y + size * 0.34),
        (x - size * 0.3, y + size * 0.4),
        (x - size * 0.55, y + size * 0.12),
    ]
    shape = turned(smooth(edge, 6, closed=True), x, y, turn)
    c.shadow(shape, size * 0.14, size * 0.1, 0.5)
    c.fill(shape, lighter(color, 0.3), darker(color, 0.32))
    c.glow(
        turned(
            ellipse(x - size * 0.15, y - size * 0.15, size * 0.3, size * 0.12),
            x,
            y,
            turn,
        ),
        lighter(color, 0.75),
        size * 0.08,
        0.6,
    )


def rib(c, x, y, size=8, turn=0, color=BROWN):
    """Paint a short rib with its bone."""
    bone = turned([(x - size * 0.95, y), (x + size * 0.95, y)], x, y, turn)
    c.line([(a + 0.4, b + 0.8) for a, b in bone], size * 0.26, darker(BROWN, 0.6))
    c.line(bone, size * 0.24, (238, 222, 192))
    shape = turned(c.blob(x, y, size * 0.72, size * 0.46, 0, 0.1), x, y, turn)
    c.shadow(shape, size * 0.15, size * 0.1, 0.5)
    c.fill(shape, lighter(color, 0.3), darker(color, 0.3))
    c.glow(
        turned(
            ellipse(x - size * 0.15, y - size * 0.2, size * 0.4, size * 0.1), x, y, turn
        ),
        (255, 226, 180),
        size * 0.08,
        0.55,
    )
    for _spot in range(5):
        px, py = (
            x + c.rng.uniform(-0.5, 0.5) * size,
            y + c.rng.uniform(-0.3, 0.3) * size,
        )
        c.dot(px, py, size * 0.05, darker(color, 0.45))


def shreds(c, x, y, r, color, count=46, length=8, width=1.2):
    """Heap shreds of meat, mushroom or vegetable."""
    for px, py in c.spots(x, y, r, count):
        turn = c.rng.uniform(0, 180)
        half = length * c.rng.uniform(0.35, 0.6)
        path = smooth(
            turned(
                [(px - half, py), (px, py + c.rng.uniform(-1.2, 1.2)), (px + half, py)],
                px,
                py,
                turn,
            ),
            5,
        )
        tone = c.tint(color, 0.13)
        c.line([(a + 0.25, b + 0.5) for a, b in path], width, darker(tone, 0.5))
        c.line(path, width, darker(tone, 0.1))
        c.line([(a - 0.1, b - 0.2) for a, b in path], width * 0.5, lighter(tone, 0.25))


def fish(c, x=50, y=50, length=70, color=(150, 104, 62), turn=-14, grilled=True):
    """Paint a whole fish."""
    half = length / 2
    body = [
        (x - half, y),
        (x - half * 0.72, y - length * 0.13),
        (x - half * 0.1, y - length * 0.2),
        (x + half * 0.55, y - length * 0.09),
        (x + half * 0.72, y - length * 0.05),
        (x + half * 0.72, y + length * 0.05),
        (x + half * 0.55, y + length * 0.09),
        (x - half * 0.1, y + length * 0.19),
        (x - half * 0.72, y + length * 0.12),
    ]
    tail = [
        (x + half * 0.66, y),
        (x + half * 1.04, y - length * 0.15),
        (x + half * 0.94, y),
        (x + half * 1.04, y + length * 0.15),
    ]
    fin = [
        (x - half * 0.3, y - length * 0.17),
        (x + half * 0.1, y - length * 0.28),
        (x + half * 0.4, y - length * 0.11),
    ]
    for part in (tail, fin):
        shape = turned(part, x, y, turn)
        c.shadow(shape, 1.6, 1, 0.4)
        c.fill(shape, lighter(color, 0.1), darker(color, 0.35))
    shape = turned(smooth(body, 10, closed=True), x, y, turn)
    c.shadow(shape, 2.4, 1.8, 0.5)
    c.fill(shape, darker(color, 0.35), darker(color, 0.45))
    face = [(x + (px - x) * 0.96, y + (py - y) * 0.93 - 0.7) for px, py in shape]
    c.fill(face, lighter(color, 0.3), darker(color, 0.18))
    with c.inside(face):
        for row in range(-4, 5):
            for column in range(-6, 8):
                px, py = (
                    x + column * length * 0.075 - half * 0.05,
                    y + row * length * 0.042,
                )
                scale = turned(
                    ellipse(px, py, length * 0.035, length * 0.022), x, y, turn
                )
                c.fill(scale, lighter(color, 0.3), darker(color, 0.1), alpha=0.35)
        if grilled:
            for step in range(-2, 4):
                at = x + step * length * 0.12
                cut = turned(
                    [(at, y - length * 0.16), (at + length * 0.05, y + length * 0.16)],
                    x,
                    y,
                    turn,
                )
                c.line(cut, length * 0.022, darker(color, 0.6))
    gill = turned(
        [
            (x - half * 0.52, y - length * 0.11),
            (x - half * 0.43, y),
            (x - half * 0.52, y + length * 0.1),
        ],
        x,
        y,
        turn,
    )
    c.line(smooth(gill), length * 0.012, darker(color, 0.5))
    eye = turned([(x - half * 0.74, y - length * 0.03)], x, y, turn)[0]
    c.dot(*eye, length * 0.022, (250, 246, 232))
    c.dot(*eye, length * 0.012, (30, 22, 18))


def shrimp(c, x, y, size=6, turn=0, color=(242, 142, 104)):
    """Paint a curled shrimp."""
    for step in range(8):
        angle = math.radians(turn + step * 32)
        px, py = x + size * 0.55 * math.cos(angle), y + size * 0.55 * math.sin(angle)
        wide = size * (0.36 - step * 0.022)
        shape = ellipse(px, py, wide, wide * 0.92)
        c.shadow(shape, 0.5, 0.4, 0.35)
        c.fill(shape, lighter(color, 0.5 if step % 2 else 0.2), darker(color, 0.08))


def quail_egg(c, x, y, size=4.2, turn=0):
    """Paint a halved quail egg."""
    shape = ellipse(x, y, size, size * 0.8, turn)
    c.shadow(shape, 0.9, 0.6, 0.4)
    c.fill(shape, (255, 254, 250), (226, 218, 204))
    c.fill(
        ellipse(x + size * 0.08, y, size * 0.5, size * 0.46),
        (255, 206, 84),
        (230, 152, 40),
    )
    c.glow(
        ellipse(x - size * 0.1, y - size * 0.15, size * 0.16), (255, 248, 220), 0.3, 0.8
    )


def fried_egg(c, x, y, size=11):
    """Paint a fried egg."""
    shape = c.blob(x, y, size, size * 0.9, 0, 0.1)
    c.shadow(shape, 1, 0.8, 0.4)
    c.fill(shape, (232, 186, 110), (196, 140, 70))
    c.fill(
        [(x + (px - x) * 0.92, y + (py - y) * 0.92) for px, py in shape],
        (255, 254, 248),
        (238, 230, 214),
    )
    c.shadow(ellipse(x, y, size * 0.4), 0.5, 0.5, 0.3)
    c.fill(ellipse(x, y, size * 0.4), (255, 202, 70), (236, 142, 28))
    c.glow(
        ellipse(x - size * 0.14, y - size * 0.16, size * 0.12, size * 0.07, -30),
        (255, 252, 230),
        0.5,
        0.9,
    )


def scrambled(c, spots, size=6):
    """Heap soft curds of egg."""
    for px, py in spots:
        shape = c.blob(
            px,
            py,
            size * c.rng.uniform(0.6, 1),
            size * c.rng.uniform(0.45, 0.7),
            c.rng.uniform(0, 180),
            0.2,
        )
        c.shadow(shape, 0.8, 0.7, 0.35)
        c.fill(shape, (255, 226, 118), (236, 176, 60))
        c.glow(
            ellipse(px - size * 0.2, py - size * 0.2, size * 0.3, size * 0.14),
            (255, 248, 206),
            0.6,
            0.7,
        )


def cube(c, x, y, size, color, turn=0, puff=0.26, crust=None):
    """Paint a puffed square: grilled tofu, fried cheese."""
    shape = rounded(x, y, size * 2, size * 2, size * (0.35 + puff), turn)
    crust = crust or darker(color, 0.35)
    c.shadow(shape, size * 0.28, size * 0.2, 0.5)
    c.fill(shape, lighter(crust, 0.1), darker(crust, 0.3))
    face = rounded(
        x - size * 0.06, y - size * 0.12, size * 1.66, size * 1.6, size * 0.5, turn
    )
    c.fill(face, lighter(color, 0.25), darker(color, 0.08))
    for _spot in range(7):
        px, py = (
            x + c.rng.uniform(-0.6, 0.6) * size,
            y + c.rng.uniform(-0.6, 0.6) * size,
        )
        c.glow(c.blob(px, py, size * 0.2, size * 0.13), crust, size * 0.08, 0.5)


def slab(c, x, y, width, height, turn, color, crust=None, seared=True):
    """Paint a slab of cheese or rice cake, seared golden."""
    shape = rounded(x, y, width, height, min(width, height) * 0.16, turn)
    crust = crust or darker(color, 0.3)
    c.shadow(shape, 1.4, 0.9, 0.45)
    c.fill(shape, darker(color, 0.18), darker(color, 0.34))
    face = rounded(
        x - 0.3, y - 0.7, width - 0.8, height - 1.2, min(width, height) * 0.15, turn
    )
    c.fill(face, lighter(color, 0.35), color)
    if seared:
        with c.inside(face):
            c.glow(
                rounded(x, y - 0.5, width * 0.74, height * 0.66, 1, turn),
                crust,
                min(width, height) * 0.1,
                0.55,
            )
            for _spot in range(12):
                px, py = turned(
                    [
                        (
                            x + c.rng.uniform(-0.4, 0.4) * width,
                            y + c.rng.uniform(-0.36, 0.36) * height,
                        )
                    ],
                    x,
                    y,
                    turn,
                )[0]
                c.glow(
                    c.blob(px, py, width * 0.06, height * 0.05),
                    darker(crust, 0.3),
                    0.35,
                    0.5,
                )


def skewer(c, x, y, length=60, turn=0, color=(122, 62, 34), cubes=7, size=3):
    """Paint a bamboo skewer of small cubes of meat."""
    half = length / 2
    stick = turned([(x - half, y), (x + half, y)], x, y, turn)
    c.line([(a + 0.5, b + 1) for a, b in stick], 1.0, (60, 40, 24))
    c.line(stick, 0.95, (222, 190, 130))
    for number in range(cubes):
        along = -half * 0.82 + number * size * 1.62
        px, py = turned([(x + along, y)], x, y, turn)[0]
        shape = c.blob(px, py, size * 0.86, size * 0.94, turn, 0.16)
        tone = c.tint(color, 0.14)
        c.shadow(shape, size * 0.3, size * 0.2, 0.5)
        c.fill(shape, lighter(tone, 0.32), darker(tone, 0.32))
        c.glow(
            ellipse(px - size * 0.2, py - size * 0.3, size * 0.34, size * 0.14, turn),
            (255, 214, 160),
            size * 0.12,
            0.5,
        )
        for _speck in range(4):
            c.dot(
                px + c.rng.uniform(-0.6, 0.6) * size,
                py + c.rng.uniform(-0.6, 0.6) * size,
                size * 0.09,
                c.rng.choice(((214, 50, 30), (248, 224, 160), (90, 40, 20))),
            )
