"""Herbs, vegetables, chili, fruit and flowers."""

import math

from .canvas import darker, ellipse, lighter, smooth, turned

GREEN = (74, 140, 56)
MINT = (58, 138, 74)
RED = (206, 44, 32)


def leaf(c, x, y, length, turn, color=MINT, teeth=0.0, wide=0.36):
    """Paint one leaf with its veins; teeth make the edge of mint."""
    half = length / 2
    edge = []
    for step in range(25):
        t = step / 24
        bulge = math.sin(math.pi * t**0.85) * wide * length
        bulge *= 1 + (teeth if step % 2 else -teeth)
        edge.append((x - half + t * length, y - bulge))
    for step in range(24, -1, -1):
        t = step / 24
        bulge = math.sin(math.pi * t**0.85) * wide * length
        bulge *= 1 + (teeth if step % 2 else -teeth)
        edge.append((x - half + t * length, y + bulge))
    tone = c.tint(color, 0.12)
    shape = turned(edge, x, y, turn)
    c.shadow(shape, 0.6, 0.4, 0.35)
    c.fill(shape, lighter(tone, 0.2), darker(tone, 0.25))
    c.line(
        turned([(x - half, y), (x + half * 0.92, y)], x, y, turn),
        length * 0.035,
        lighter(tone, 0.45),
    )
    for step in (0.25, 0.45, 0.65):
        at = x - half + step * length
        for way in (-1, 1):
            vein = [(at, y), (at + length * 0.14, y + way * wide * length * 0.6)]
            c.line(turned(vein, x, y, turn), length * 0.02, lighter(tone, 0.3))


def sprig(c, x, y, size=9, turn=0, color=MINT, teeth=0.07):
    """Paint a sprig of mint: pairs of leaves around a tip."""
    for angle, share in (
        (180, 1.0),
        (128, 0.7),
        (-128, 0.7),
        (62, 0.92),
        (-62, 0.92),
        (8, 0.8),
    ):
        direction = math.radians(turn + angle)
        leaf(
            c,
            x + size * 0.5 * share * math.cos(direction),
            y + size * 0.5 * share * math.sin(direction),
            size * share,
            turn + angle,
            color,
            teeth,
            0.25,
        )
    leaf(c, x, y, size * 0.46, turn + 20, lighter(color, 0.2), teeth, 0.28)
    leaf(c, x, y, size * 0.4, turn - 60, lighter(color, 0.3), teeth, 0.28)


def coriander(c, x, y, size=7, turn=0, color=(84, 152, 58)):
    """Paint a sprig of coriander: a stalk with lobed leaves."""
    end = (
        x + size * math.cos(math.radians(turn)),
        y + size * math.sin(math.radians(turn)),
    )
    c.line([(x, y), end], size * 0.07, darker(color, 0.1))
    for share, side in ((0.45, 38), (0.62, -42), (1.0, 0)):
        px, py = x + (end[0] - x) * share, y + (end[1] - y) * share
        angle = math.radians(turn + side)
        px, py = px + size * 0.24 * math.cos(angle), py + size * 0.24 * math.sin(angle)
        for lobe in (-50, 0, 50):
            way = math.radians(turn + side + lobe)
            shape = c.blob(
                px + size * 0.16 * math.cos(way),
                py + size * 0.16 * math.sin(way),
                size * 0.19,
                size * 0.14,
                turn + side + lobe,
                0.22,
            )
            c.shadow(shape, 0.4, 0.3, 0.3)
            c.fill(shape, lighter(color, 0.2), darker(color, 0.16))


def scallion(c, spots, size=1.1, color=(112, 176, 74)):
    """Scatter rings of scallion."""
    for px, py in spots:
        rx = size * c.rng.uniform(0.7, 1.15)
        ry = rx * c.rng.uniform(0.6, 1)
        turn = c.rng.uniform(0, 180)
        tone = c.tint(color, 0.18)
        c.fill(
            ellipse(px + 0.15, py + 0.35, rx, ry, turn, 20), (40, 40, 16), alpha=0.35
        )
        c.fill(ellipse(px, py, rx, ry, turn, 20), lighter(tone, 0.2), darker(tone, 0.2))
        c.fill(ellipse(px, py, rx * 0.55, ry * 0.5, turn, 16), lighter(tone, 0.6))
        c.fill(ellipse(px, py, rx * 0.28, ry * 0.25, turn, 12), darker(tone, 0.35))


def chives(c, spots, length=6, color=(66, 128, 48), width=0.95):
    """Scatter cut chives."""
    for px, py in spots:
        turn = math.radians(c.rng.uniform(0, 180))
        half = length * c.rng.uniform(0.35, 0.6)
        dx, dy = half * math.cos(turn), half * math.sin(turn)
        bend = c.rng.uniform(-0.8, 0.8)
        path = smooth(
            [
                (px - dx, py - dy),
                (px - dy * 0.1 * bend, py + dx * 0.1 * bend),
                (px + dx, py + dy),
            ]
        )
        tone = c.tint(color, 0.15)
        c.line([(a + 0.2, b + 0.4) for a, b in path], width, darker(tone, 0.5))
        c.line(path, width, tone)
        c.line(
            [(a - 0.15, b - 0.15) for a, b in path], width * 0.28, lighter(tone, 0.45)
        )


def sprouts(c, spots, length=7):
    """Scatter bean sprouts."""
    for px, py in spots:
        turn = c.rng.uniform(0, 360)
        path = smooth(
            turned(
                [
                    (px - length / 2, py),
                    (px, py + c.rng.uniform(-2, 2)),
                    (px + length / 2, py),
                ],
                px,
                py,
                turn,
            )
        )
        c.line([(a + 0.2, b + 0.4) for a, b in path], 1.0, (150, 130, 96))
        c.line(path, 0.95, (246, 242, 226))
        head = c.blob(*path[0], 1.15, 0.8, turn, 0.1)
        c.fill(head, (244, 224, 120), (206, 170, 62))


def pea_tip(c, x, y, size=10, turn=0, color=(76, 152, 62)):
    """Paint a pea shoot: a stalk, pairs of round leaves, a tendril."""
    path = smooth(
        turned(
            [
                (x - size * 0.5, y),
                (x, y - size * 0.08),
                (x + size * 0.45, y + size * 0.06),
            ],
            x,
            y,
            turn,
        )
    )
    c.line(path, size * 0.07, darker(color, 0.05))
    for along, angle in ((-0.1, 58), (-0.05, -60), (0.3, 48), (0.32, -46), (0.55, 4)):
        px, py = turned([(x + along * size, y)], x, y, turn)[0]
        way = math.radians(turn + angle)
        leaf(
            c,
            px + size * 0.2 * math.cos(way),
            py + size * 0.2 * math.sin(way),
            size * 0.46,
            turn + angle,
            color,
            0,
            0.34,
        )
    curl = [
        (
            x + size * 0.5 + size * 0.16 * math.cos(s * 0.7),
            y - size * 0.12 * s / 3 + size * 0.1 * math.sin(s * 0.9),
        )
        for s in range(7)
    ]
    c.line(smooth(turned(curl, x, y, turn)), size * 0.03, lighter(color, 0.2))


def chili_rings(c, spots, size=1.3, color=RED):
    """Scatter rings of fresh chili."""
    for px, py in spots:
        rx = size * c.rng.uniform(0.75, 1.15)
        ry = rx * c.rng.uniform(0.65, 1)
        turn = c.rng.uniform(0, 180)
        c.fill(ellipse(px + 0.2, py + 0.4, rx, ry, turn, 22), (50, 16, 8), alpha=0.4)
        c.fill(
            ellipse(px, py, rx, ry, turn, 22), lighter(color, 0.15), darker(color, 0.2)
        )
        c.fill(ellipse(px, py, rx * 0.62, ry * 0.62, turn, 18), (250, 206, 160))
        for step in range(3):
            angle = step * 2.1 + turn
            c.dot(
                px + rx * 0.3 * math.cos(angle),
                py + ry * 0.3 * math.sin(angle),
                rx * 0.13,
                (240, 226, 170),
            )


def chili_dry(c, spots, length=7, color=(158, 26, 20)):
    """Scatter pieces of dried chili."""
    for px, py in spots:
        turn = c.rng.uniform(0, 360)
        size = length * c.rng.uniform(0.7, 1.1)
        upper = [
            (px - size / 2, py - size * 0.11),
            (px, py - size * 0.2),
            (px + size / 2, py),
        ]
        lower = [(px, py + size * 0.06), (px - size / 2, py + size * 0.11)]
        shape = turned(smooth([*upper, *lower], 6, closed=True), px, py, turn)
        tone = c.tint(color, 0.16)
        c.shadow(shape, 0.7, 0.4, 0.45)
        c.fill(shape, lighter(tone, 0.3), darker(tone, 0.3))
        c.line(
            turned(
                [
                    (px - size * 0.3, py - size * 0.07),
                    (px + size * 0.15, py - size * 0.08),
                ],
                px,
                py,
                turn,
            ),
            size * 0.03,
            (255, 190, 160),
        )


def chili_whole(c, x, y, length=12, turn=0, color=RED):
    """Paint a whole small chili with its stalk."""
    edge = [
        (x - length / 2, y - length * 0.09),
        (x, y - length * 0.15),
        (x + length * 0.5, y + length * 0.06),
        (x, y + length * 0.07),
        (x - length / 2, y + length * 0.08),
    ]
    shape = turned(smooth(edge, 8, closed=True), x, y, turn)
    c.shadow(shape, 0.9, 0.6, 0.4)
    c.fill(shape, lighter(color, 0.25), darker(color, 0.28))
    c.line(
        turned(
            [
                (x - length * 0.35, y - length * 0.05),
                (x + length * 0.1, y - length * 0.06),
            ],
            x,
            y,
            turn,
        ),
        length * 0.03,
        lighter(color, 0.75),
    )
    c.line(
        turned(
            [(x - length * 0.5, y), (x - length * 0.68, y - length * 0.08)], x, y, turn
        ),
        length * 0.05,
        darker(GREEN, 0.1),
    )


def tomato(c, x, y, size=8, turn=0):
    """Paint a wedge of tomato."""
    outer = [
        (
            x + size * math.cos(math.radians(a)),
            y + size * 0.72 * math.sin(math.radians(a)),
        )
        for a in range(0, 181, 12)
    ]
    shape = turned(outer, x, y, turn)
    c.shadow(shape, 0.9, 0.7, 0.4)
    c.fill(shape, (232, 74, 44), (176, 30, 22))
    inner = [
        (
            x + size * 0.82 * math.cos(math.radians(a)),
            y + size * 0.56 * math.sin(math.radians(a)),
        )
        for a in range(0, 181, 12)
    ]
    c.fill(turned(inner, x, y, turn), (246, 128, 92))
    for step in (-0.4, 0.15, 0.5):
        seed = turned([(x + size * step, y + size * 0.2)], x, y, turn)[0]
        c.fill(ellipse(*seed, size * 0.15, size * 0.1, turn), (250, 208, 120))


def lime(c, x, y, r=6, turn=0):
    """Paint a slice of lime."""
    c.shadow(ellipse(x, y, r), 0.8, 0.6, 0.4)
    c.fill(ellipse(x, y, r), (110, 168, 54), (70, 128, 36))
    c.fill(ellipse(x, y, r * 0.9), (236, 242, 206))
    for step in range(8):
        angle = math.radians(turn + step * 45)
        px, py = x + r * 0.45 * math.cos(angle), y + r * 0.45 * math.sin(angle)
        c.fill(
            ellipse(px, py, r * 0.36, r * 0.14, math.degrees(angle)),
            (190, 214, 110),
            (164, 196, 82),
        )


def beans(c, spots, color, size=2.2):
    """Scatter kidney-shaped beans."""
    for px, py in spots:
        turn = c.rng.uniform(0, 180)
        edge = [
            (px - size, py),
            (px - size * 0.5, py - size * 0.62),
            (px + size * 0.5, py - size * 0.62),
            (px + size, py),
            (px + size * 0.55, py + size * 0.5),
            (px, py + size * 0.26),
            (px - size * 0.55, py + size * 0.5),
        ]
        shape = turned(smooth(edge, 5, closed=True), px, py, turn)
        tone = c.tint(color, 0.12)
        c.shadow(shape, 0.6, 0.4, 0.4)
        c.fill(shape, lighter(tone, 0.28), darker(tone, 0.25))
        c.glow(
            ellipse(px - size * 0.3, py - size * 0.3, size * 0.3, size * 0.14, turn),
            (255, 255, 255),
            0.25,
            0.6,
        )


def petals(c, x, y, size=6, color=(246, 206, 70), count=22):
    """Paint a chrysanthemum: many narrow petals round a heart."""
    c.shadow(ellipse(x, y, size * 0.9), 0.8, 0.8, 0.35)
    for ring, share in ((0, 1.0), (1, 0.72), (2, 0.45)):
        for step in range(count - ring * 5):
            angle = 360 / (count - ring * 5) * step + ring * 9
            way = math.radians(angle)
            away = size * share * 0.55
            px, py = x + away * math.cos(way), y + away * math.sin(way)
            tone = c.tint(color, 0.1)
            c.fill(
                ellipse(px, py, size * share * 0.5, size * 0.09, angle, 20),
                lighter(tone, 0.25),
                darker(tone, 0.1),
            )
    c.dot(x, y, size * 0.12, darker(color, 0.2))


def rose(c, x, y, size=6, color=(196, 50, 92)):
    """Paint an open rose from above."""
    for ring, (share, count) in enumerate(((1.0, 6), (0.72, 5), (0.46, 4), (0.24, 3))):
        for step in range(count):
            way = math.radians(360 / count * step + ring * 31)
            px = x + size * share * 0.42 * math.cos(way)
            py = y + size * share * 0.42 * math.sin(way)
            shape = c.blob(
                px,
                py,
                size * share * 0.52,
                size * share * 0.44,
                math.degrees(way),
                0.08,
            )
            c.shadow(shape, size * 0.08, size * 0.07, 0.35)
            c.fill(
                shape,
                lighter(color, 0.32 - ring * 0.05),
                darker(color, 0.1 + ring * 0.08),
            )


def jasmine(c, x, y, size=3, turn=0):
    """Paint a jasmine bud with its green cup."""
    leaf(c, x, y, size * 2, turn, (250, 248, 236), 0, 0.3)
    base = turned([(x - size, y)], x, y, turn)[0]
    c.fill(ellipse(*base, size * 0.45, size * 0.3, turn), (130, 170, 70), (90, 130, 46))


def root_sticks(c, spots, length=9, color=(244, 234, 214)):
    """Scatter jointed white roots (fish mint)."""
    for px, py in spots:
        turn = c.rng.uniform(0, 180)
        path = smooth(
            turned(
                [
                    (px - length / 2, py),
                    (px, py + c.rng.uniform(-1, 1)),
                    (px + length / 2, py),
                ],
                px,
                py,
                turn,
            )
        )
        c.line([(a + 0.3, b + 0.6) for a, b in path], 1.7, (120, 96, 66))
        c.line(path, 1.5, darker(color, 0.08))
        c.line([(a - 0.1, b - 0.25) for a, b in path], 0.9, lighter(color, 0.7))
        for at in (len(path) // 3, 2 * len(path) // 3):
            c.line(
                [
                    (path[at][0] - 0.3, path[at][1] - 0.6),
                    (path[at][0] + 0.3, path[at][1] + 0.6),
                ],
                0.35,
                (206, 166, 120),
            )
