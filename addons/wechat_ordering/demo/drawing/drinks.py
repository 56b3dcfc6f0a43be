"""Glasses, cups, pots and bottles, seen from the side."""

import math

from .canvas import darker, ellipse, lighter, mix, rounded, smooth

GLASS = (226, 238, 238)


def stand(c, color):
    """Paint a wall and a table edge behind things that stand."""
    c.fill(
        [(0, 0), (100, 0), (100, 100), (0, 100)],
        lighter(color, 0.55),
        lighter(color, 0.18),
    )
    c.glow(ellipse(34, 26, 40, 34), (255, 255, 248), 14, 0.55)
    c.fill(
        [(0, 74), (100, 74), (100, 100), (0, 100)],
        lighter(color, 0.1),
        darker(color, 0.12),
    )
    c.glow([(0, 72.5), (100, 72.5), (100, 75), (0, 75)], darker(color, 0.4), 1.2, 0.25)
    for row in range(4):
        y = 78 + row * 6.5
        wave = [(x, y + c.rng.uniform(-0.5, 0.5)) for x in range(0, 101, 20)]
        c.line(smooth(wave), 0.22, darker(color, 0.16))


def tumbler(
    c,
    x=50,
    base=86,
    height=58,
    top=17,
    bottom=13,
    liquid=(150, 70, 40),
    level=0.84,
    to=None,
):
    """Paint a glass with a drink; return its surface `(x, y, radius)`."""
    rise = base - height
    c.glow(ellipse(x + 6, base, bottom * 1.7, 3.4), (52, 34, 20), 2.4, 0.45)
    body = [(x - top, rise), (x + top, rise), (x + bottom, base), (x - bottom, base)]
    c.fill(smooth_base(body, bottom), lighter(GLASS, 0.4), GLASS, alpha=0.55)
    surface = base - 3 - (height - 3) * level
    wide = bottom + (top - bottom) * ((base - surface) / height)
    fluid = [
        (x - wide + 1, surface),
        (x + wide - 1, surface),
        (x + bottom - 1, base - 3),
        (x - bottom + 1, base - 3),
    ]
    c.fill(
        smooth_base(fluid, bottom - 1),
        lighter(liquid, 0.16),
        to or darker(liquid, 0.24),
        alpha=0.97,
    )
    c.fill(
        ellipse(x, surface, wide - 1, (wide - 1) * 0.2),
        lighter(liquid, 0.32),
        lighter(liquid, 0.06),
    )
    return x, surface, wide - 1


def smooth_base(points, radius):
    """Return a glass's outline with a round foot."""
    (x1, y1), (x2, y2), (x3, y3), (x4, _y4) = points
    foot = [
        (
            (x3 + x4) / 2 + radius * math.cos(math.radians(a)),
            y3 + radius * 0.16 * math.sin(math.radians(a)),
        )
        for a in range(0, 181, 15)
    ]
    return [(x1, y1), (x2, y2), *foot]


def shine(c, x=50, base=86, height=58, top=17, bottom=13):
    """Paint the gleam and the rim of a glass, last."""
    rise = base - height
    gleam = [
        (x - top * 0.78, rise + 6),
        (x - top * 0.56, rise + 6),
        (x - bottom * 0.5, base - 8),
        (x - bottom * 0.72, base - 8),
    ]
    c.glow(gleam, (255, 255, 255), 0.7, 0.5)
    right = [
        (x + top * 0.82, rise + 8),
        (x + top * 0.88, rise + 8),
        (x + bottom * 0.84, base - 14),
        (x + bottom * 0.8, base - 14),
    ]
    c.glow(right, (255, 255, 255), 0.4, 0.5)
    rim = ellipse(x, rise, top, top * 0.2)
    c.line([*rim, rim[0]], 0.7, (250, 252, 250))
    front = [
        (x - bottom + 0.4, base),
        *[
            (
                x + bottom * math.cos(math.radians(a)),
                base + bottom * 0.16 * math.sin(math.radians(a)),
            )
            for a in range(180, -1, -15)
        ],
    ]
    c.line(front, 0.5, (236, 244, 242))


def ice(c, x, y, size=6, turn=20):
    """Paint a cube of ice."""
    shape = rounded(x, y, size * 1.7, size * 1.5, size * 0.3, turn)
    c.fill(shape, (255, 255, 255), (190, 216, 222), alpha=0.62)
    c.fill(
        rounded(
            x - size * 0.15, y - size * 0.2, size * 1.0, size * 0.8, size * 0.2, turn
        ),
        (255, 255, 255),
        alpha=0.5,
    )
    c.line([*shape, shape[0]], 0.25, (255, 255, 255))


def teapot(c, x=40, y=56, size=26, color=(120, 66, 48)):
    """Paint a clay teapot."""
    c.glow(
        ellipse(x + 5, y + size * 0.86, size * 1.15, size * 0.16),
        (52, 34, 20),
        2.6,
        0.5,
    )
    handle = [
        (x - size * 0.82, y - size * 0.42),
        (x - size * 1.36, y - size * 0.4),
        (x - size * 1.4, y + size * 0.34),
        (x - size * 0.74, y + size * 0.42),
    ]
    c.line(smooth(handle), size * 0.17, darker(color, 0.35))
    c.line(
        [(px - 0.4, py - 0.5) for px, py in smooth(handle)],
        size * 0.09,
        lighter(color, 0.18),
    )
    spout = smooth(
        [
            (x + size * 0.7, y + size * 0.4),
            (x + size * 1.18, y + size * 0.02),
            (x + size * 1.5, y - size * 0.52),
            (x + size * 1.34, y - size * 0.58),
            (x + size * 0.98, y - size * 0.2),
            (x + size * 0.74, y - size * 0.18),
        ],
        8,
        closed=True,
    )
    c.fill(spout, lighter(color, 0.1), darker(color, 0.3))
    body = smooth(
        [
            (x - size * 0.5, y - size * 0.7),
            (x - size * 0.96, y - size * 0.1),
            (x - size * 0.78, y + size * 0.7),
            (x, y + size * 0.88),
            (x + size * 0.78, y + size * 0.7),
            (x + size * 0.96, y - size * 0.1),
            (x + size * 0.5, y - size * 0.7),
            (x, y - size * 0.78),
        ],
        8,
        closed=True,
    )
    c.fill(body, lighter(color, 0.26), darker(color, 0.34))
    c.glow(
        ellipse(x - size * 0.38, y - size * 0.18, size * 0.2, size * 0.36, 18),
        lighter(color, 0.7),
        size * 0.09,
        0.7,
    )
    lid = ellipse(x, y - size * 0.7, size * 0.56, size * 0.17)
    c.fill(lid, lighter(color, 0.3), darker(color, 0.18))
    c.line([*lid, lid[0]], 0.4, darker(color, 0.35))
    c.fill(
        ellipse(x, y - size * 0.86, size * 0.13, size * 0.12),
        lighter(color, 0.35),
        darker(color, 0.25),
    )


def cup(c, x=78, y=76, r=11, tea=(140, 46, 20), color=(250, 247, 240)):
    """Paint a small tea cup, a little from above."""
    c.glow(ellipse(x + 2, y + r * 0.7, r * 1.05, r * 0.3), (52, 34, 20), 1.6, 0.45)
    body = [
        (x - r, y - r * 0.3),
        *[
            (
                x + r * 0.62 * math.cos(math.radians(a)),
                y + r * 0.62 + r * 0.18 * math.sin(math.radians(a)),
            )
            for a in range(180, -1, -20)
        ],
        (x + r, y - r * 0.3),
    ]
    c.fill(body, lighter(color, 0.4), darker(color, 0.22))
    c.fill(
        ellipse(x, y - r * 0.3, r, r * 0.36), lighter(color, 0.5), darker(color, 0.1)
    )
    c.fill(
        ellipse(x, y - r * 0.27, r * 0.88, r * 0.28),
        lighter(tea, 0.25),
        darker(tea, 0.12),
    )
    c.glow(
        ellipse(x - r * 0.3, y - r * 0.33, r * 0.26, r * 0.06),
        (255, 244, 220),
        0.4,
        0.7,
    )


def glass_pot(c, x=42, y=56, size=25, tea=(226, 120, 120)):
    """Paint a glass teapot; what floats in it is painted by the caller."""
    c.glow(
        ellipse(x + 5, y + size * 0.9, size * 1.1, size * 0.15), (52, 34, 20), 2.4, 0.4
    )
    edge = mix(GLASS, (150, 176, 180), 0.5)
    c.line(
        smooth(
            [
                (x - size * 0.84, y - size * 0.3),
                (x - size * 1.4, y - size * 0.34),
                (x - size * 1.36, y + size * 0.36),
                (x - size * 0.8, y + size * 0.4),
            ]
        ),
        size * 0.11,
        edge,
    )
    c.line(
        smooth(
            [
                (x + size * 0.8, y + size * 0.3),
                (x + size * 1.14, y + size * 0.02),
                (x + size * 1.42, y - size * 0.5),
            ]
        ),
        size * 0.17,
        edge,
    )
    c.line(
        smooth(
            [
                (x + size * 0.8, y + size * 0.3),
                (x + size * 1.14, y + size * 0.02),
                (x + size * 1.3, y - size * 0.26),
            ]
        ),
        size * 0.09,
        lighter(tea, 0.2),
    )
    c.fill(
        ellipse(x, y, size * 0.98, size * 0.92), lighter(GLASS, 0.5), GLASS, alpha=0.7
    )
    bowl = [
        (
            x + size * 0.92 * math.cos(math.radians(a)),
            y + size * 0.86 * math.sin(math.radians(a)),
        )
        for a in range(-18, 199, 8)
    ]
    c.fill(bowl, lighter(tea, 0.3), darker(tea, 0.12))
    c.fill(
        ellipse(x, y - size * 0.27, size * 0.88, size * 0.16),
        lighter(tea, 0.45),
        lighter(tea, 0.15),
    )
    c.fill(
        ellipse(x, y - size * 0.9, size * 0.5, size * 0.14),
        (176, 142, 96),
        (120, 88, 56),
    )
    c.dot(x, y - size * 1.03, size * 0.1, (150, 112, 70))


def bottle(c, x=36, base=88, height=76, color=(38, 96, 58), label=(240, 232, 206)):
    """Paint a beer bottle."""
    w = height * 0.15
    c.glow(ellipse(x + 5, base, w * 1.6, 3), (52, 34, 20), 2.4, 0.5)
    outline = [
        (x - w, base),
        (x - w, base - height * 0.5),
        (x - w * 0.42, base - height * 0.72),
        (x - w * 0.4, base - height * 0.96),
        (x + w * 0.4, base - height * 0.96),
        (x + w * 0.42, base - height * 0.72),
        (x + w, base - height * 0.5),
        (x + w, base),
    ]
    c.fill(outline, lighter(color, 0.25), darker(color, 0.3))
    c.fill(
        rounded(x, base - height * 0.95, w * 0.98, height * 0.07, 0.8),
        (226, 184, 84),
        (166, 120, 40),
    )
    c.fill(
        rounded(x, base - height * 0.27, w * 1.98, height * 0.28, 0.5),
        label,
        darker(label, 0.14),
    )
    hill = [
        (x - w * 0.9, base - height * 0.2),
        (x - w * 0.3, base - height * 0.35),
        (x + w * 0.15, base - height * 0.25),
        (x + w * 0.5, base - height * 0.33),
        (x + w * 0.9, base - height * 0.2),
    ]
    c.fill(
        [
            *hill,
            (x + w * 0.9, base - height * 0.17),
            (x - w * 0.9, base - height * 0.17),
        ],
        (46, 120, 90),
    )
    c.glow(
        [
            (x - w * 0.74, base - 4),
            (x - w * 0.52, base - 4),
            (x - w * 0.52, base - height * 0.5),
            (x - w * 0.7, base - height * 0.48),
        ],
        (255, 255, 255),
        0.6,
        0.4,
    )
