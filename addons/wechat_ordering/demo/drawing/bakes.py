"""Pastries, breads, rice cakes, fruit shells: what is baked, grilled or steamed."""

import math

from .canvas import darker, ellipse, lighter, rounded, smooth, turned


def pastry(c, x, y, r=11, color=(244, 214, 158), stamp=(206, 40, 60)):
    """Paint a round flaky pastry with a red stamp on it."""
    c.shadow(ellipse(x, y + r * 0.06, r, r * 0.96), r * 0.24, r * 0.16, 0.5)
    c.fill(
        ellipse(x, y + r * 0.08, r, r * 0.95), darker(color, 0.12), darker(color, 0.4)
    )
    c.fill(
        ellipse(x, y - r * 0.03, r * 0.97, r * 0.92),
        lighter(color, 0.4),
        darker(color, 0.06),
    )
    c.glow(ellipse(x, y - r * 0.05, r * 0.62, r * 0.58), (226, 160, 82), r * 0.16, 0.5)
    for _crack in range(9):
        angle = c.rng.uniform(0, 6.3)
        start = [
            (
                x + r * share * math.cos(angle + share * 0.3),
                y + r * share * math.sin(angle + share * 0.3),
            )
            for share in (0.72, 0.82, 0.92)
        ]
        c.line(smooth(start), r * 0.018, darker(color, 0.3))
    if stamp:
        for step in range(5):
            way = math.radians(72 * step - 90)
            c.fill(
                ellipse(
                    x + r * 0.17 * math.cos(way),
                    y - r * 0.03 + r * 0.17 * math.sin(way),
                    r * 0.14,
                    r * 0.12,
                    72 * step,
                ),
                stamp,
                alpha=0.85,
            )
        c.dot(x, y - r * 0.03, r * 0.06, lighter(color, 0.5))


def broken_pastry(
    c, x, y, r=11, filling=(122, 22, 50), color=(244, 214, 158), bits=(196, 60, 96)
):
    """Paint half a pastry, its filling to be seen."""
    half = [
        (x + r * math.cos(math.radians(a)), y + r * math.sin(math.radians(a)))
        for a in range(160, 381, 10)
    ]
    c.shadow(half, r * 0.26, r * 0.18, 0.5)
    c.fill(half, lighter(color, 0.3), darker(color, 0.15))
    for step in range(4):
        y1 = y + r * 0.06 + step * r * 0.035
        rim = [
            (x - r * 0.96 + step * 0.2, y1),
            (x, y1 + r * 0.52),
            (x + r * 0.96 - step * 0.2, y1),
        ]
        c.line(
            smooth(rim),
            r * 0.05,
            lighter(color, 0.1) if step % 2 else darker(color, 0.18),
        )
    face = smooth(
        [
            (x - r * 0.9, y + r * 0.1),
            (x, y - r * 0.12),
            (x + r * 0.9, y + r * 0.1),
            (x, y + r * 0.54),
        ],
        8,
        closed=True,
    )
    c.fill(face, lighter(filling, 0.12), darker(filling, 0.3))
    with c.inside(face):
        for px, py in c.spots(x, y + r * 0.2, r * 0.8, 34):
            c.fill(
                c.blob(px, py, r * 0.09, r * 0.06, c.rng.uniform(0, 180), 0.3),
                c.tint(bits, 0.25),
            )


def baba(c, x, y, r=30, color=(222, 160, 84)):
    """Paint a Xizhou baba: a round bread, layered, blistered, scored."""
    c.shadow(ellipse(x, y, r), r * 0.13, r * 0.09, 0.5)
    c.fill(c.blob(x, y, r, r, 0, 0.02), lighter(color, 0.1), darker(color, 0.4))
    c.fill(
        c.blob(x, y - r * 0.02, r * 0.96, r * 0.95, 0, 0.02),
        lighter(color, 0.4),
        darker(color, 0.1),
    )
    for turn in range(9):
        angle = turn * 40
        arc = [
            (
                x + r * share * math.cos(math.radians(angle + share * 70)),
                y + r * share * math.sin(math.radians(angle + share * 70)),
            )
            for share in (0.2, 0.4, 0.6, 0.8, 0.93)
        ]
        c.line(smooth(arc), r * 0.02, darker(color, 0.25))
        c.line(
            [(px - 0.3, py - 0.3) for px, py in smooth(arc)],
            r * 0.012,
            lighter(color, 0.55),
        )
    for px, py in c.spots(x, y, r * 0.82, 26, r * 0.12):
        c.glow(
            c.blob(px, py, r * c.rng.uniform(0.04, 0.1), r * 0.05),
            (140, 76, 34),
            r * 0.02,
            0.6,
        )


def youtiao(c, x, y, length=42, turn=0, color=(224, 160, 72)):
    """Paint a fried dough stick: two strands grown together."""
    for side in (-1, 1):
        edge = []
        for step in range(9):
            t = step / 8 * 2 - 1
            edge.append(
                (
                    x + t * length / 2,
                    y + side * length * 0.055 + c.rng.uniform(-0.5, 0.5),
                )
            )
        path = smooth(turned(edge, x, y, turn), 6)
        c.line(
            [(a + 0.7, b + 1.3) for a, b in path], length * 0.125, darker(color, 0.6)
        )
        c.line(path, length * 0.125, darker(color, 0.25))
        c.line([(a - 0.2, b - 0.4) for a, b in path], length * 0.095, color)
        c.line(
            [(a - 0.5, b - 0.9) for a, b in path], length * 0.03, lighter(color, 0.5)
        )
    for _blister in range(14):
        px, py = turned(
            [
                (
                    x + c.rng.uniform(-0.46, 0.46) * length,
                    y + c.rng.uniform(-0.08, 0.08) * length,
                )
            ],
            x,
            y,
            turn,
        )[0]
        c.fill(c.blob(px, py, 1.0, 0.7), lighter(color, 0.4), darker(color, 0.2))


def bun(c, x, y, r=14, color=(252, 248, 238), mark=None):
    """Paint a steamed bun with folds that meet in its middle."""
    c.shadow(ellipse(x, y, r), r * 0.26, r * 0.18, 0.45)
    c.fill(ellipse(x, y, r), color, darker(color, 0.2))
    c.glow(
        ellipse(x - r * 0.3, y - r * 0.35, r * 0.45, r * 0.35),
        (255, 255, 255),
        r * 0.16,
        0.9,
    )
    for step in range(16):
        angle = math.radians(360 / 16 * step)
        fold = [
            (
                x + r * share * math.cos(angle + share * 0.55),
                y + r * share * math.sin(angle + share * 0.55),
            )
            for share in (0.1, 0.35, 0.6, 0.84)
        ]
        c.line(smooth(fold), r * 0.03, darker(color, 0.16))
        c.line(
            [(px - r * 0.03, py - r * 0.03) for px, py in smooth(fold)],
            r * 0.03,
            (255, 255, 252),
        )
    c.fill(ellipse(x, y, r * 0.1), darker(color, 0.25))
    if mark:
        c.dot(x, y, r * 0.12, mark)


def rolled_sheet(
    c,
    x,
    y,
    length=46,
    width=15,
    turn=-20,
    color=(248, 226, 170),
    jam=(170, 28, 62),
    char=(168, 100, 44),
):
    """Paint a sheet rolled up: grilled milk fan or erkuai, its filling at the end."""
    body = rounded(x, y, length, width, width * 0.44, turn)
    c.shadow(body, 2.2, 1.6, 0.5)
    c.fill(body, lighter(color, 0.35), darker(color, 0.26))
    with c.inside(body):
        seam = turned(
            [
                (x - length / 2, y + width * 0.18),
                (x, y + width * 0.1),
                (x + length / 2, y + width * 0.2),
            ],
            x,
            y,
            turn,
        )
        c.line(smooth(seam), width * 0.05, darker(color, 0.35))
        for _spot in range(22):
            px, py = turned(
                [
                    (
                        x + c.rng.uniform(-0.5, 0.5) * length,
                        y + c.rng.uniform(-0.45, 0.4) * width,
                    )
                ],
                x,
                y,
                turn,
            )[0]
            size = c.rng.uniform(0.6, 1.9)
            c.glow(c.blob(px, py, size, size * 0.7), char, 0.35, 0.55)
        gleam = turned(
            ellipse(x, y - width * 0.26, length * 0.4, width * 0.07), x, y, turn
        )
        c.glow(gleam, (255, 255, 244), 0.7, 0.6)
    end = turned([(x + length / 2 - width * 0.2, y)], x, y, turn)[0]
    c.fill(
        ellipse(*end, width * 0.3, width * 0.45, turn),
        lighter(color, 0.2),
        darker(color, 0.2),
    )
    for share, tone in ((0.8, jam), (0.58, color), (0.38, jam), (0.2, color)):
        c.fill(
            ellipse(*end, width * 0.3 * share, width * 0.45 * share, turn),
            lighter(tone, 0.1),
            darker(tone, 0.15),
        )


def pancake(c, x, y, r=24, color=(140, 104, 62)):
    """Paint a thin pancake with browned holes."""
    shape = c.blob(x, y, r, r * 0.96, 0, 0.03)
    c.shadow(shape, 1.6, 1.2, 0.45)
    c.fill(shape, darker(color, 0.1), darker(color, 0.35))
    c.fill(
        [(x + (px - x) * 0.96, y + (py - y) * 0.96 - 0.4) for px, py in shape],
        lighter(color, 0.32),
        color,
    )
    for px, py in c.spots(x, y, r * 0.88, 60, 1.2):
        size = c.rng.uniform(0.3, 1.0)
        c.fill(c.blob(px, py, size, size * 0.8), darker(color, 0.35))
        c.dot(px - 0.2, py - 0.3, size * 0.4, lighter(color, 0.35))


def corn_cake(c, x, y, size=15, turn=0):
    """Paint a corn cake on its husk."""
    for side in (-16, 14):
        husk = [
            (x - size * 1.5, y),
            (x - size * 0.4, y - size * 0.72),
            (x + size * 1.1, y - size * 0.4),
            (x + size * 1.5, y + size * 0.1),
            (x + size * 0.6, y + size * 0.7),
            (x - size * 0.6, y + size * 0.66),
        ]
        shape = turned(smooth(husk, 8, closed=True), x, y, turn + side)
        c.shadow(shape, 1.4, 1, 0.4)
        c.fill(shape, (198, 206, 122), (136, 150, 66))
        with c.inside(shape):
            for step in range(-6, 7):
                c.line(
                    turned(
                        [
                            (x - size * 1.5, y + step * size * 0.11),
                            (x + size * 1.5, y + step * size * 0.14),
                        ],
                        x,
                        y,
                        turn + side,
                    ),
                    0.3,
                    (120, 138, 60),
                )
    cake = turned(c.blob(x, y, size * 0.96, size * 0.5, 0, 0.06), x, y, turn)
    c.shadow(cake, 1.4, 1, 0.45)
    c.fill(cake, (255, 226, 116), (222, 160, 46))
    with c.inside(cake):
        for px, py in c.spots(x, y, size, 70):
            c.fill(
                c.blob(px, py, size * 0.05, size * 0.035), c.tint((255, 238, 160), 0.2)
            )


def mooncake(c, x, y, r=12, color=(206, 144, 76)):
    """Paint a firm ham mooncake: domed, matt, cracked."""
    c.shadow(ellipse(x, y, r), r * 0.26, r * 0.18, 0.5)
    c.fill(
        c.blob(x, y, r, r * 0.97, 0, 0.03), lighter(color, 0.35), darker(color, 0.35)
    )
    c.glow(
        ellipse(x - r * 0.2, y - r * 0.28, r * 0.5, r * 0.4),
        lighter(color, 0.5),
        r * 0.2,
        0.8,
    )
    for _crack in range(6):
        angle = c.rng.uniform(0, 6.3)
        path = [
            (
                x + r * share * math.cos(angle + c.rng.uniform(-0.2, 0.2)),
                y + r * share * math.sin(angle + c.rng.uniform(-0.2, 0.2)),
            )
            for share in (0.15, 0.4, 0.65, 0.85)
        ]
        c.line(smooth(path), r * 0.03, darker(color, 0.45))
        c.line(
            [(px + 0.2, py + 0.3) for px, py in smooth(path)],
            r * 0.02,
            lighter(color, 0.4),
        )


def pineapple_shell(c, x=50, y=54, r=30):
    """Paint half a pineapple, hollowed, with its crown of leaves; return its hollow."""
    for step in range(-6, 7):
        angle = step * 11 - 90
        for length, tone in ((r * 0.95, (62, 118, 58)), (r * 0.66, (96, 152, 74))):
            tip = (
                x + length * math.cos(math.radians(angle)),
                y - r * 0.86 + length * math.sin(math.radians(angle)),
            )
            root = r * 0.08
            blade = smooth(
                [
                    (x + step * 1.1 - root, y - r * 0.8),
                    ((x + tip[0]) / 2 - root, (y - r * 0.86 + tip[1]) / 2),
                    tip,
                    ((x + tip[0]) / 2 + root, (y - r * 0.86 + tip[1]) / 2),
                    (x + step * 1.1 + root, y - r * 0.8),
                ],
                5,
                closed=True,
            )
            c.shadow(blade, 0.6, 0.5, 0.3)
            c.fill(blade, lighter(tone, 0.25), darker(tone, 0.2))
    c.shadow(ellipse(x, y, r * 0.92, r * 1.06), 3, 2.2, 0.5)
    skin = ellipse(x, y, r * 0.92, r * 1.06)
    c.fill(skin, (226, 172, 66), (166, 106, 34))
    with c.inside(skin):
        for row in range(-8, 9):
            for column in range(-7, 8):
                px, py = x + (column + (row % 2) / 2) * r * 0.19, y + row * r * 0.16
                c.fill(
                    turned(rounded(px, py, r * 0.15, r * 0.15, 0.6), px, py, 45),
                    (210, 140, 50),
                    (140, 88, 32),
                )
                c.dot(px, py, r * 0.022, (96, 70, 26))
    c.fill(ellipse(x, y, r * 0.78, r * 0.9), (255, 226, 122), (240, 184, 66))
    c.fill(ellipse(x, y, r * 0.7, r * 0.82), (222, 164, 50), (246, 204, 96))
    return r * 0.66
