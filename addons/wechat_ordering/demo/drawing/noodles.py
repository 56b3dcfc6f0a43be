"""Noodles, rice and everything made of many small grains or strands."""

import math

from .canvas import darker, ellipse, lighter, smooth

RICE_NOODLE = (246, 238, 218)


def noodles(c, x=50, y=50, r=30, color=RICE_NOODLE, bundles=12, width=1.15, strands=7):
    """Lay noodles in a round heap: bundles of strands that swing round each other."""
    for number in range(bundles + 4):
        _bundle(c, x, y, r, 360 / bundles * number * 2.6, color, width, strands)


def _bundle(c, x, y, r, turn, color, width, strands):
    """Lay strands side by side along an arc that stays within the heap."""
    loop = r * c.rng.uniform(0.3, 0.62)
    away = max(0, r * 0.95 - loop - strands * width / 2) * c.rng.uniform(0.75, 1)
    way = math.radians(turn + c.rng.uniform(-20, 20))
    px, py = x + away * math.cos(way), y + away * math.sin(way)
    start = c.rng.uniform(0, 6.3)
    span = c.rng.uniform(2.2, 4.6)
    squash, tilt = c.rng.uniform(0.72, 1), c.rng.uniform(0, 3.1)
    for strand in range(strands):
        wide = loop + (strand - strands / 2) * width * 1.04
        first = start + c.rng.uniform(-0.16, 0.16)
        length = span + c.rng.uniform(-0.2, 0.2)
        points = []
        for step in range(10):
            angle = first + length * step / 9
            wave = 1 + 0.05 * math.sin(step * 1.7 + turn)
            a, b = wide * wave * math.cos(angle), wide * wave * squash * math.sin(angle)
            points.append(
                (
                    px + a * math.cos(tilt) - b * math.sin(tilt),
                    py + a * math.sin(tilt) + b * math.cos(tilt),
                )
            )
        _strand(c, smooth(points, 6), width, c.tint(color, 0.05))


def _strand(c, path, width, tone):
    c.line(path, width, darker(tone, 0.32))
    c.line([(px - 0.06, py - 0.1) for px, py in path], width * 0.76, tone)
    light = [(px - width * 0.16, py - width * 0.2) for px, py in path]
    c.line(light, width * 0.22, lighter(tone, 0.75))


def nest(c, x, y, r, color=RICE_NOODLE, width=1.1, rounds=7):
    """Coil noodles into a nest, as they lie on the side plate."""
    c.shadow(ellipse(x, y, r * 0.96), 1.6, 1.3, 0.35)
    c.fill(ellipse(x, y, r * 0.97), darker(color, 0.22))
    with c.inside(ellipse(x, y, r)):
        for ring in range(rounds * 3):
            away = r * (0.98 - 0.92 * (ring % rounds) / rounds) + c.rng.uniform(
                -0.3, 0.3
            )
            start = c.rng.uniform(0, 6.3)
            span = c.rng.uniform(2.4, 5)
            path = [
                (
                    x + away * math.cos(start + span * step / 14) * 1.02,
                    y + away * math.sin(start + span * step / 14) * 0.97,
                )
                for step in range(15)
            ]
            tone = c.tint(color, 0.05)
            c.line(path, width, darker(tone, 0.28))
            c.line(path, width * 0.74, tone)
            c.line(
                [(a - 0.15, b - 0.18) for a, b in path], width * 0.2, lighter(tone, 0.8)
            )


def sheets(c, x=50, y=50, r=30, color=(244, 236, 216), count=16):
    """Lay broad strips of rice sheet or erkuai shreds."""
    with c.inside(ellipse(x, y, r)):
        for px, py in c.spots(x, y, r * 0.85, count, r * 0.2):
            turn = c.rng.uniform(0, 180)
            strip(c, px, py, c.rng.uniform(r * 0.5, r * 0.8), 3.2, turn, color)


def strip(c, x, y, length, width, turn, color, bend=0.18, lift=0.35):
    """Lay one bent strip."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    bend = c.rng.uniform(-bend, bend) * length
    middle = []
    for step in range(7):
        t = step / 3 - 1
        along, across = t * length / 2, bend * (1 - t * t)
        middle.append((x + along * cos - across * sin, y + along * sin + across * cos))
    path = smooth(middle, 5)
    c.glow(
        [(px + 0.5, py + 0.9) for px, py in _ribbon(path, width)],
        (52, 34, 20),
        0.5,
        lift,
    )
    c.line(path, width, darker(color, 0.28))
    c.line(
        [(px - 0.12, py - 0.2) for px, py in path], width * 0.82, c.tint(color, 0.05)
    )
    c.line(
        [(px - width * 0.18, py - width * 0.22) for px, py in path],
        width * 0.2,
        lighter(color, 0.7),
    )


def _ribbon(path, width):
    half = width / 2
    return [(px, py - half) for px, py in path] + [
        (px, py + half) for px, py in reversed(path)
    ]


def grains(c, x, y, r, color=(250, 246, 236), count=420, size=1.0, squash=1.0):
    """Heap grains of rice."""
    c.fill(ellipse(x, y, r, r * squash), darker(color, 0.1), darker(color, 0.04))
    for px, py in sorted(
        c.spots(x, y, r * 0.97, count, 0, squash), key=lambda at: at[1]
    ):
        turn = c.rng.uniform(0, 180)
        tone = c.tint(color, 0.06)
        c.fill(
            ellipse(px + 0.1, py + 0.22, size * 1.05, size * 0.52, turn, 14),
            darker(color, 0.22),
        )
        c.fill(ellipse(px, py, size, size * 0.45, turn, 14), tone)
        c.dot(px - size * 0.25, py - size * 0.15, size * 0.16, lighter(tone, 0.8))


def crumbs(c, spots, colors, small=0.6, large=1.3, rough=0.25):
    """Scatter small irregular crumbs: mince, peanuts, chopped pickle."""
    for px, py in spots:
        size = c.rng.uniform(small, large)
        tone = c.tint(c.rng.choice(colors), 0.12)
        turn = c.rng.uniform(0, 180)
        shape = c.blob(px, py, size, size * c.rng.uniform(0.6, 0.95), turn, rough)
        c.fill([(a + 0.15, b + 0.3) for a, b in shape], darker(tone, 0.5), alpha=0.55)
        c.fill(shape, lighter(tone, 0.2), darker(tone, 0.18))


def sesame(c, spots, color=(246, 230, 190)):
    """Scatter sesame."""
    for px, py in spots:
        turn = c.rng.uniform(0, 180)
        c.fill(
            ellipse(px + 0.1, py + 0.2, 0.62, 0.36, turn, 12), (70, 44, 24), alpha=0.5
        )
        c.fill(ellipse(px, py, 0.6, 0.34, turn, 12), c.tint(color, 0.1))
