"""Tables, bowls, plates, pots, cups: what food is served on."""

import math

from .canvas import darker, deeper, ellipse, lighter, mix, rounded, smooth, turned

WHITE = (250, 247, 240)
CELADON = (196, 219, 203)
CLAY = (98, 58, 50)
IRON = (58, 54, 52)
COPPER = (201, 122, 70)
BAMBOO = (222, 186, 124)
WOOD = (176, 124, 78)
LEAF = (60, 128, 62)
BLUE = (46, 88, 150)


def table(c, color, pattern="linen"):
    """Cover the picture with a table top: of linen, of wood, or dotted."""
    c.fill([(0, 0), (100, 0), (100, 100), (0, 100)], lighter(color, 0.16), color)
    _PATTERNS[pattern](c, color)
    c.glow(ellipse(28, 16, 42, 30), (255, 255, 250), 16, 0.28)
    c.glow(ellipse(92, 98, 46, 26), darker(color, 0.5), 18, 0.18)


def _linen(c, color):
    for step in range(-10, 20):
        at = step * 10 + c.rng.uniform(-0.4, 0.4)
        tone = lighter(color, 0.18) if step % 2 else darker(color, 0.035)
        stripe = [(at, 0), (at + 5, 0), (at - 35, 100), (at - 40, 100)]
        c.fill(stripe, tone, alpha=0.35)


def _wood(c, color):
    for top in range(0, 100, 20):
        plank = [(0, top), (100, top), (100, top + 19.6), (0, top + 19.6)]
        c.fill(plank, lighter(color, 0.12), darker(color, 0.06), alpha=0.7)
        for _grain in range(7):
            y = top + c.rng.uniform(2, 18)
            wave = [(x, y + c.rng.uniform(-0.7, 0.7)) for x in range(0, 101, 20)]
            c.line(smooth(wave), 0.16, darker(color, 0.12))


def _dots(c, color):
    for x in range(0, 101, 10):
        for y in range(0, 101, 10):
            shift = 5 if (y // 10) % 2 else 0
            c.dot(x + shift, y, 0.7, darker(color, 0.07))


_PATTERNS = {"linen": _linen, "wood": _wood, "dots": _dots}


def bowl(c, x=50, y=50, r=40, color=WHITE, band=BLUE, liquid=None):
    """Paint a bowl from above; return the radius of what is in it."""
    c.shadow(ellipse(x, y, r), 4.5, 3.2, 0.5)
    c.fill(ellipse(x, y, r), lighter(color, 0.3), darker(color, 0.28))
    c.fill(ellipse(x, y, r * 0.975), lighter(color, 0.5), darker(color, 0.06))
    if band:
        c.fill(ellipse(x, y, r * 0.945), band, darker(band, 0.2))
        c.fill(ellipse(x, y, r * 0.915), lighter(color, 0.4), darker(color, 0.07))
    inner = r * 0.87
    c.fill(ellipse(x, y, inner), darker(color, 0.3), lighter(color, 0.2))
    if liquid:
        broth(c, x, y, inner * 0.965, liquid)
    return inner * 0.95


def broth(c, x, y, r, color):
    """Fill a bowl with soup: darker at the rim, drops of oil, a gleam."""
    c.fill(ellipse(x, y, r), deeper(color, 0.8), deeper(color, 0.4))
    c.glow(ellipse(x - r * 0.08, y - r * 0.1, r * 0.74), color, r * 0.12, 0.9)
    c.glow(
        ellipse(x - r * 0.2, y - r * 0.3, r * 0.4), lighter(color, 0.4), r * 0.14, 0.6
    )


def oil_drops(c, x, y, r, color=(240, 180, 60), count=26):
    """Scatter drops of oil on a soup."""
    for px, py in c.spots(x, y, r * 0.92, count, 2):
        size = c.rng.uniform(0.5, 1.7)
        c.fill(ellipse(px, py, size), color, alpha=0.5)
        c.fill(ellipse(px - size * 0.3, py - size * 0.3, size * 0.4), WHITE, alpha=0.6)


def plate(c, x=50, y=50, r=43, color=WHITE, rim=None, ry=None):
    """Paint a plate from above; return the radius of its flat part."""
    ry = r if ry is None else ry
    k = ry / r
    c.shadow(ellipse(x, y, r, ry), 3.4, 2.6, 0.45)
    c.fill(ellipse(x, y, r, ry), lighter(color, 0.4), darker(color, 0.2))
    c.fill(ellipse(x, y, r * 0.98, ry * 0.98), lighter(color, 0.5), darker(color, 0.05))
    if rim:
        c.fill(ellipse(x, y, r * 0.95, ry * 0.95), rim)
        c.fill(
            ellipse(x, y, r * 0.925, ry * 0.925),
            lighter(color, 0.4),
            darker(color, 0.04),
        )
    c.fill(ellipse(x, y, r * 0.83, ry * 0.81), darker(color, 0.17), lighter(color, 0.3))
    c.fill(
        ellipse(x, y, r * 0.81, ry * 0.79), lighter(color, 0.25), darker(color, 0.035)
    )
    return r * 0.7 * min(1, k)


def long_plate(c, x=50, y=50, width=86, height=46, color=IRON, turn=-12):
    """Paint a long plate with round corners."""
    outer = rounded(x, y, width, height, height * 0.22, turn)
    c.shadow(outer, 3.4, 2.6, 0.45)
    c.fill(outer, lighter(color, 0.3), darker(color, 0.3))
    inner = rounded(x, y, width - 5, height - 5, height * 0.18, turn)
    c.fill(inner, darker(color, 0.12), lighter(color, 0.12))


def board(c, x=50, y=52, width=88, height=60, turn=-8, color=WOOD):
    """Paint a wooden board."""
    outer = rounded(x, y, width, height, 7, turn)
    c.shadow(outer, 3.6, 2.4, 0.5)
    c.fill(outer, lighter(color, 0.1), darker(color, 0.32))
    face = rounded(x - 0.3, y - 0.7, width - 1.2, height - 1.6, 6.5, turn)
    c.fill(face, lighter(color, 0.28), color)
    with c.inside(face):
        for row in range(14):
            at = y - height / 2 + row * height / 13
            wave = [
                (
                    px,
                    at + (px - x) * math.tan(math.radians(turn)) + c.rng.uniform(-1, 1),
                )
                for px in range(0, 101, 16)
            ]
            c.line(smooth(wave), 0.2, darker(color, 0.14))


def bamboo_tray(c, x=50, y=50, r=43):
    """Paint a woven bamboo tray."""
    c.shadow(ellipse(x, y, r), 3.4, 2.6, 0.5)
    c.fill(ellipse(x, y, r), lighter(BAMBOO, 0.2), darker(BAMBOO, 0.35))
    with c.inside(ellipse(x, y, r * 0.92)):
        c.fill(ellipse(x, y, r * 0.92), darker(BAMBOO, 0.2))
        size = 4.2
        for row in range(-12, 13):
            for column in range(-12, 13):
                tone = lighter(BAMBOO, 0.22) if (row + column) % 2 else BAMBOO
                c.fill(
                    rounded(
                        x + column * size, y + row * size, size * 0.94, size * 0.94, 0.7
                    ),
                    lighter(tone, 0.1),
                    darker(tone, 0.08),
                )
    for step in range(40):
        angle = 2 * math.pi * step / 40
        px, py = x + r * 0.955 * math.cos(angle), y + r * 0.955 * math.sin(angle)
        c.fill(
            ellipse(px, py, 2.6, 1.0, math.degrees(angle) + 62),
            lighter(BAMBOO, 0.35),
            darker(BAMBOO, 0.1),
        )


def banana_leaf(c, x=50, y=50, length=84, width=44, turn=-18):
    """Paint a banana leaf lying flat."""
    half, side = length / 2, width / 2
    points = []
    for way in (-1, 1):
        edge = [
            (
                x - half + length * step / 24,
                y + way * side * math.sin(math.pi * step / 24) ** 0.62,
            )
            for step in range(25)
        ]
        points += edge if way < 0 else edge[::-1]
    points = turned(points, x, y, turn)
    c.shadow(points, 2, 1.6, 0.4)
    c.fill(points, lighter(LEAF, 0.18), darker(LEAF, 0.18))
    with c.inside(points):
        for step in range(-14, 15):
            at = x + step * length / 28
            for way in (-1, 1):
                vein = turned([(at, y), (at + 5, y + way * side)], x, y, turn)
                c.line(vein, 0.28, darker(LEAF, 0.2))
        middle = turned([(x - half, y), (x + half, y)], x, y, turn)
        c.line(middle, 1.0, lighter(LEAF, 0.4))


def steam_pot(c, x=50, y=51, r=40, color=CLAY, liquid=(232, 190, 110)):
    """Paint a Jianshui steam pot (汽锅) from above, with the spout in its middle."""
    for side in (-1, 1):
        ear = rounded(x + side * r * 1.0, y, r * 0.3, r * 0.42, 3)
        c.shadow(ear, 3, 2, 0.5)
        c.fill(ear, lighter(color, 0.15), darker(color, 0.35))
        c.fill(
            rounded(x + side * r * 1.03, y, r * 0.13, r * 0.22, 2), darker(color, 0.5)
        )
    c.shadow(ellipse(x, y, r), 4.6, 3.4, 0.55)
    c.fill(ellipse(x, y, r), lighter(color, 0.24), darker(color, 0.4))
    c.fill(ellipse(x, y, r * 0.95), lighter(color, 0.1), darker(color, 0.15))
    for step in range(24):
        angle = 2 * math.pi * step / 24
        px, py = x + r * 0.905 * math.cos(angle), y + r * 0.905 * math.sin(angle)
        c.fill(
            ellipse(px, py, 1.1, 0.5, math.degrees(angle) + 45),
            mix(color, (236, 214, 180), 0.6),
        )
    c.fill(ellipse(x, y, r * 0.86), darker(color, 0.55), darker(color, 0.1))
    broth(c, x, y, r * 0.82, liquid)
    return r * 0.8


def steam_spout(c, x=50, y=51, r=40, color=CLAY):
    """Paint the spout through which the steam comes; last, above the food."""
    c.shadow(ellipse(x, y, r * 0.25), 3, 1.8, 0.55)
    c.fill(ellipse(x, y, r * 0.25), lighter(color, 0.1), darker(color, 0.4))
    c.fill(
        ellipse(x - 0.4, y - 0.8, r * 0.17), lighter(color, 0.35), darker(color, 0.05)
    )
    c.fill(
        ellipse(x - 0.4, y - 0.8, r * 0.085), darker(color, 0.75), darker(color, 0.5)
    )


def clay_pot(c, x=50, y=50, r=39, liquid=(226, 178, 104), color=(92, 72, 60)):
    """Paint a clay or iron pot with two ears; return the radius of what is in it."""
    for side in (-1, 1):
        ear = ellipse(x + side * r * 1.02, y - r * 0.06, r * 0.19, r * 0.26)
        c.shadow(ear, 3, 2, 0.45)
        c.fill(ear, lighter(color, 0.2), darker(color, 0.35))
        c.fill(
            ellipse(x + side * r * 1.05, y - r * 0.06, r * 0.08, r * 0.13),
            darker(color, 0.6),
        )
    c.shadow(ellipse(x, y, r), 4.6, 3.4, 0.55)
    c.fill(ellipse(x, y, r), lighter(color, 0.26), darker(color, 0.42))
    c.fill(ellipse(x, y, r * 0.94), darker(color, 0.25), lighter(color, 0.12))
    c.fill(ellipse(x, y, r * 0.9), darker(color, 0.45))
    broth(c, x, y, r * 0.86, liquid)
    return r * 0.83


def copper_pot(c, x=50, y=50, r=37, liquid=(224, 150, 84)):
    """Paint a small copper pan with a long handle."""
    handle = [(x + r * 0.7, y + r * 0.62), (x + r * 1.34, y + r * 1.16)]
    c.glow([(px + 2, py + 3) for px, py in _thick(handle, 3)], (52, 34, 20), 2, 0.4)
    c.line(handle, 6.4, darker(COPPER, 0.45))
    c.line([(px - 0.5, py - 0.8) for px, py in handle], 4.2, COPPER)
    c.line([(px - 1.0, py - 1.6) for px, py in handle], 1.0, lighter(COPPER, 0.6))
    c.shadow(ellipse(x, y, r), 4.6, 3.2, 0.55)
    c.fill(ellipse(x, y, r), lighter(COPPER, 0.5), darker(COPPER, 0.45))
    c.fill(ellipse(x, y, r * 0.96), lighter(COPPER, 0.25), darker(COPPER, 0.12))
    c.fill(ellipse(x, y, r * 0.91), darker(COPPER, 0.5), lighter(COPPER, 0.1))
    broth(c, x, y, r * 0.87, liquid)
    return r * 0.84


def _thick(points, width):
    (x1, y1), (x2, y2) = points
    return [
        (x1 - width, y1 + width),
        (x1 + width, y1 - width),
        (x2 + width, y2 - width),
        (x2 - width, y2 + width),
    ]


def saucer(c, x, y, r=9, color=WHITE, sauce=(150, 52, 28), specks=(214, 60, 40)):
    """Paint a small dish of dip."""
    bowl(c, x, y, r, color, None, None)
    c.fill(ellipse(x, y, r * 0.82), lighter(sauce, 0.15), darker(sauce, 0.2))
    for px, py in c.spots(x, y, r * 0.7, 16):
        c.dot(px, py, c.rng.uniform(0.2, 0.5), c.tint(specks, 0.2))
    c.glow(ellipse(x - r * 0.3, y - r * 0.35, r * 0.3, r * 0.16, -30), WHITE, 0.8, 0.5)


def chopsticks(c, x=88, y=50, turn=8, color=(122, 66, 40)):
    """Lay a pair of chopsticks beside the dish."""
    for gap in (-1.3, 1.3):
        stick = turned([(x + gap, y - 36), (x + gap * 0.55, y + 38)], x, y, turn)
        c.glow(
            _thick([(px + 1, py + 1.4) for px, py in stick], 0.5),
            (52, 34, 20),
            0.7,
            0.35,
        )
        c.line(stick, 1.7, darker(color, 0.3))
        c.line([(px - 0.25, py - 0.1) for px, py in stick], 0.8, lighter(color, 0.25))


def steam(c, x=50, y=26, count=3, height=22):
    """Let steam rise."""
    for number in range(count):
        start = x + (number - (count - 1) / 2) * 9
        wave = [
            (start + 2.6 * math.sin(step * 1.25 + number), y - step * height / 5)
            for step in range(6)
        ]
        path = smooth(wave)
        outline = [(px - 1.1, py) for px, py in path] + [
            (px + 1.1, py) for px, py in reversed(path)
        ]
        c.glow(outline, (255, 255, 255), 1.1, 0.42)
