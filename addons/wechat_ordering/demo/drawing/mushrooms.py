"""The mushrooms of Yunnan."""

import math

from .canvas import darker, ellipse, lighter, smooth, turned

BOLETE = (176, 112, 54)
CREAM = (244, 228, 194)


def bolete_slice(c, x, y, size=9, turn=0, cap=BOLETE):
    """Paint a lengthwise slice of bolete: brown cap, yellow pores, thick stalk."""
    stem = [
        (x - size * 0.2, y),
        (x - size * 0.3, y + size * 0.62),
        (x - size * 0.1, y + size * 0.86),
        (x + size * 0.16, y + size * 0.86),
        (x + size * 0.32, y + size * 0.6),
        (x + size * 0.2, y),
    ]
    hat = [
        (x - size * 0.66, y + size * 0.12),
        (x - size * 0.6, y - size * 0.2),
        (x, y - size * 0.56),
        (x + size * 0.6, y - size * 0.2),
        (x + size * 0.66, y + size * 0.12),
        (x, y + size * 0.2),
    ]
    stem = turned(smooth(stem, 6, closed=True), x, y, turn)
    hat = turned(smooth(hat, 6, closed=True), x, y, turn)
    for shape in (stem, hat):
        c.shadow(shape, size * 0.12, size * 0.08, 0.45)
    tone = c.tint(CREAM, 0.06)
    c.fill(stem, lighter(tone, 0.3), darker(tone, 0.22))
    c.fill(hat, lighter(cap, 0.15), darker(cap, 0.3))
    flesh = [
        (x - size * 0.56, y + size * 0.06),
        (x - size * 0.46, y - size * 0.16),
        (x, y - size * 0.42),
        (x + size * 0.46, y - size * 0.16),
        (x + size * 0.56, y + size * 0.06),
    ]
    c.fill(
        turned(smooth(flesh, 6, closed=True), x, y, turn),
        lighter(tone, 0.25),
        darker(tone, 0.1),
    )
    pores = [
        (x - size * 0.56, y + size * 0.04),
        (x, y + size * 0.02),
        (x + size * 0.56, y + size * 0.04),
        (x + size * 0.4, y + size * 0.17),
        (x, y + size * 0.2),
        (x - size * 0.4, y + size * 0.17),
    ]
    c.fill(
        turned(smooth(pores, 6, closed=True), x, y, turn),
        (232, 190, 86),
        (196, 148, 54),
    )


def umbrella_slice(c, x, y, size=10, turn=0, color=(238, 216, 176), seared=True):
    """Paint a slice of matsutake: umbrella cap, long tapered stalk, seared edge."""
    outline = [
        (x - size * 0.5, y - size * 0.12),
        (x - size * 0.34, y - size * 0.48),
        (x, y - size * 0.62),
        (x + size * 0.34, y - size * 0.48),
        (x + size * 0.5, y - size * 0.12),
        (x + size * 0.24, y - size * 0.1),
        (x + size * 0.22, y + size * 0.6),
        (x + size * 0.06, y + size * 0.86),
        (x - size * 0.1, y + size * 0.84),
        (x - size * 0.22, y + size * 0.56),
        (x - size * 0.24, y - size * 0.1),
    ]
    shape = turned(smooth(outline, 6, closed=True), x, y, turn)
    c.shadow(shape, size * 0.13, size * 0.08, 0.45)
    c.fill(shape, darker((176, 120, 66), 0.1), darker((150, 96, 50), 0.2))
    face = [(x + (px - x) * 0.88, y + (py - y) * 0.92) for px, py in shape]
    tone = c.tint(color, 0.05)
    c.fill(face, lighter(tone, 0.35), darker(tone, 0.05))
    gills = turned(
        [(x - size * 0.4, y - size * 0.14), (x + size * 0.4, y - size * 0.14)],
        x,
        y,
        turn,
    )
    c.line(gills, size * 0.05, darker(tone, 0.28))
    if seared:
        for _spot in range(5):
            px, py = turned(
                [
                    (
                        x + c.rng.uniform(-0.14, 0.14) * size,
                        y + c.rng.uniform(-0.3, 0.7) * size,
                    )
                ],
                x,
                y,
                turn,
            )[0]
            c.glow(
                c.blob(px, py, size * 0.09, size * 0.06),
                (170, 104, 48),
                size * 0.03,
                0.55,
            )


def chanterelle(c, x, y, size=8, turn=0, color=(238, 168, 46)):
    """Paint a chanterelle: a golden funnel with ridges and a frilled rim."""
    funnel = [
        (x - size * 0.5, y - size * 0.2),
        (x - size * 0.16, y + size * 0.3),
        (x - size * 0.1, y + size * 0.8),
        (x + size * 0.12, y + size * 0.8),
        (x + size * 0.18, y + size * 0.3),
        (x + size * 0.5, y - size * 0.2),
    ]
    shape = turned(smooth(funnel, 6, closed=True), x, y, turn)
    c.shadow(shape, size * 0.13, size * 0.08, 0.45)
    c.fill(shape, lighter(color, 0.2), darker(color, 0.25))
    for step in range(-3, 4):
        ridge = turned(
            [
                (x + step * size * 0.13, y - size * 0.12),
                (x + step * size * 0.03, y + size * 0.6),
            ],
            x,
            y,
            turn,
        )
        c.line(ridge, size * 0.03, darker(color, 0.25))
    rim = [
        (
            x + size * (0.62 + 0.06 * (-1) ** step) * math.cos(step * math.pi / 9),
            y
            - size * 0.2
            + size * (0.3 + 0.05 * (-1) ** step) * math.sin(step * math.pi / 9),
        )
        for step in range(18)
    ]
    rim = turned(smooth(rim, 4, closed=True), x, y, turn)
    c.fill(rim, lighter(color, 0.4), color)
    hollow = turned(ellipse(x, y - size * 0.18, size * 0.36, size * 0.14), x, y, turn)
    c.fill(hollow, darker(color, 0.28), darker(color, 0.05))


def morel(c, x, y, size=8, turn=0, color=(150, 104, 58), filled=None):
    """Paint a morel: a pitted cone on a pale foot, filled or not."""
    foot = turned(
        [
            (x - size * 0.2, y + size * 0.2),
            (x + size * 0.2, y + size * 0.2),
            (x + size * 0.24, y + size * 0.8),
            (x - size * 0.24, y + size * 0.8),
        ],
        x,
        y,
        turn,
    )
    c.shadow(foot, size * 0.12, size * 0.08, 0.4)
    c.fill(foot, lighter(CREAM, 0.2), darker(CREAM, 0.2))
    if filled:
        bulge = turned(c.blob(x, y + size * 0.42, size * 0.42, size * 0.26), x, y, turn)
        c.fill(bulge, lighter(filled, 0.3), darker(filled, 0.12))
    cone = [
        (x - size * 0.42, y + size * 0.3),
        (x - size * 0.4, y - size * 0.25),
        (x, y - size * 0.8),
        (x + size * 0.4, y - size * 0.25),
        (x + size * 0.42, y + size * 0.3),
        (x, y + size * 0.42),
    ]
    cone = turned(smooth(cone, 6, closed=True), x, y, turn)
    c.shadow(cone, size * 0.14, size * 0.1, 0.45)
    c.fill(cone, lighter(color, 0.3), darker(color, 0.25))
    with c.inside(cone):
        for row in range(7):
            for column in range(-2, 3):
                px = x + (column + (row % 2) / 2) * size * 0.21
                py = y - size * 0.66 + row * size * 0.165
                pit = turned(c.blob(px, py, size * 0.078, size * 0.062), x, y, turn)
                c.fill(pit, darker(color, 0.55), darker(color, 0.3))


def oyster(c, x, y, size=8, turn=0, color=(214, 202, 186)):
    """Paint a torn piece of oyster mushroom: a fan with gills."""
    fan = [
        (
            x + size * 0.6 * math.cos(math.radians(a)),
            y + size * 0.5 * math.sin(math.radians(a)),
        )
        for a in range(180, 361, 20)
    ]
    shape = turned(
        smooth(
            [
                *fan,
                (x + size * 0.12, y + size * 0.5),
                (x - size * 0.12, y + size * 0.5),
            ],
            5,
            closed=True,
        ),
        x,
        y,
        turn,
    )
    c.shadow(shape, size * 0.12, size * 0.08, 0.4)
    tone = c.tint(color, 0.08)
    c.fill(shape, lighter(tone, 0.35), darker(tone, 0.14))
    for angle in range(200, 345, 16):
        end = (
            x + size * 0.52 * math.cos(math.radians(angle)),
            y + size * 0.42 * math.sin(math.radians(angle)),
        )
        c.line(
            turned([(x, y + size * 0.4), end], x, y, turn),
            size * 0.025,
            darker(tone, 0.2),
        )


def enoki(c, x, y, length=14, turn=0, count=16):
    """Paint a bundle of enoki."""
    for number in range(count):
        side = (number - count / 2) * length * 0.028
        bend = c.rng.uniform(-0.06, 0.06) * length
        path = [
            (x - length / 2, y + side * 0.5),
            (x, y + side + bend),
            (x + length / 2, y + side * 2 + bend),
        ]
        path = smooth(turned(path, x, y, turn), 6)
        c.line([(a + 0.15, b + 0.3) for a, b in path], length * 0.034, (170, 146, 104))
        c.line(path, length * 0.03, (252, 246, 228))
        c.fill(
            ellipse(*path[-1], length * 0.036, length * 0.03, 0, 18),
            (255, 252, 240),
            (226, 206, 160),
        )
