"""A canvas of 100 by 100 units on which vessels and food are painted."""

import math
import random
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw, ImageFilter

UNITS = 100
#: Pictures are painted larger and shrunk: that is what smooths their edges.
PIXELS_PER_UNIT = 18
SHADOW = (52, 34, 20)


def mix(one, other, share):
    """Return a colour between two, `share` of the way to the other."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def lighter(color, share=0.25):
    """Return a colour nearer to white."""
    return mix(color, (255, 252, 244), share)


def darker(color, share=0.25):
    """Return a colour nearer to a warm black."""
    return mix(color, (40, 22, 10), share)


def deeper(color, share=0.5):
    """Return the colour as it is in a deeper layer: darker and fuller, not greyer."""
    return mix(
        color, tuple(round(value * value / 255 * 0.86) for value in color), share
    )


def smooth(points, steps=10, closed=False):
    """Return the points of a curve that goes through the given ones (Catmull-Rom)."""
    if closed:
        points = [points[-1], *points, points[0], points[1]]
    else:
        points = [points[0], *points, points[-1]]
    curve = []
    for p0, p1, p2, p3 in zip(points, points[1:], points[2:], points[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(
                    0.5
                    * (
                        2 * b
                        + (c - a) * t
                        + (2 * a - 5 * b + 4 * c - d) * t**2
                        + (3 * b - a - 3 * c + d) * t**3
                    )
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    curve.append(points[-2])
    return curve


def ellipse(x, y, rx, ry=None, turn=0, steps=64):
    """Return the points of an ellipse, turned by some degrees."""
    ry = rx if ry is None else ry
    return turned(
        [
            (
                x + rx * math.cos(2 * math.pi * step / steps),
                y + ry * math.sin(2 * math.pi * step / steps),
            )
            for step in range(steps)
        ],
        x,
        y,
        turn,
    )


def turned(points, x, y, degrees):
    """Return points turned around a centre."""
    if not degrees:
        return points
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        (x + (px - x) * cos - (py - y) * sin, y + (px - x) * sin + (py - y) * cos)
        for px, py in points
    ]


def rounded(x, y, width, height, radius, turn=0):
    """Return the points of a rectangle with round corners, given its centre."""
    points = []
    corners = ((1, -1, -90), (1, 1, 0), (-1, 1, 90), (-1, -1, 180))
    for sx, sy, start in corners:
        cx = x + sx * (width / 2 - radius)
        cy = y + sy * (height / 2 - radius)
        for step in range(9):
            angle = math.radians(start + 90 * step / 8)
            points.append(
                (cx + radius * math.cos(angle), cy + radius * math.sin(angle))
            )
    return turned(points, x, y, turn)


class Canvas:
    """A picture being painted.

    Coordinates are units of the whole picture, or of the part that :meth:`part` opens.
    """

    def __init__(self, seed, width=UNITS, height=UNITS, scale=PIXELS_PER_UNIT):
        self.rng = random.Random(seed)
        self.width, self.height = width, height
        self.scale = scale
        self.image = Image.new("RGB", (round(width * scale), round(height * scale)))
        self._origin, self._zoom, self._turn = (0, 0), 1, 0

    # === PLACES === #

    @contextmanager
    def part(self, x, y, zoom, turn=0):
        """Paint a whole picture small: its centre (50, 50) comes to (x, y)."""
        before = self._origin, self._zoom, self._turn
        center = self._place(x, y)
        self._zoom *= zoom
        self._turn += turn
        self._origin = (0, 0)
        middle = self._place(50, 50)
        self._origin = (center[0] - middle[0], center[1] - middle[1])
        try:
            yield self
        finally:
            self._origin, self._zoom, self._turn = before

    def enlarge(self, x, y, zoom):
        """Paint everything from here on larger, away from a point that stays."""
        before = self._place(x, y)
        self._zoom *= zoom
        after = self._place(x, y)
        self._origin = (
            self._origin[0] + before[0] - after[0],
            self._origin[1] + before[1] - after[1],
        )

    def _place(self, x, y):
        cos = math.cos(math.radians(self._turn))
        sin = math.sin(math.radians(self._turn))
        unit = self._zoom * self.scale
        return (
            self._origin[0] + (x * cos - y * sin) * unit,
            self._origin[1] + (x * sin + y * cos) * unit,
        )

    def pixels(self, length):
        """Return a length in pixels."""
        return length * self._zoom * self.scale

    # === FILLING === #

    def fill(self, points, color, to=None, alpha=1.0):
        """Fill a shape with a colour, or with light falling from it `to` another."""
        mask, box = self._mask(points)
        if mask is None:
            return
        if alpha < 1:
            mask = mask.point(lambda value: round(value * alpha))
        paint = color if to is None else _gradient(mask.size, color, to)
        self.image.paste(paint, box, mask)

    def glow(self, points, color, blur, alpha=1.0):
        """Fill a shape whose edge melts into what is below it."""
        mask, box = self._mask(points, self.pixels(blur) * 2.5)
        if mask is None:
            return
        mask = mask.filter(ImageFilter.GaussianBlur(self.pixels(blur)))
        self.image.paste(color, box, mask.point(lambda value: round(value * alpha)))

    def shadow(self, points, drop=1.5, blur=1.2, alpha=0.35):
        """Paint the shadow that a shape throws to the lower right."""
        moved = [(x + drop * 0.6, y + drop) for x, y in points]
        self.glow(moved, SHADOW, blur, alpha)

    def solid(self, points, color, depth=0.5, shade=0.22):
        """Fill a shape that has a body: a shadow, a dark edge, a lit face."""
        self.shadow(points, depth * 1.4, depth * 0.9, 0.4)
        self.fill(points, darker(color, shade))
        x, y = _center(points)
        face = [
            (x + (px - x) * 0.94 - depth * 0.18, y + (py - y) * 0.94 - depth * 0.28)
            for px, py in points
        ]
        self.fill(face, lighter(color, 0.16), darker(color, 0.05))

    def line(self, points, width, color):
        """Draw a line with round ends and joints."""
        pixels = [self._place(x, y) for x, y in points]
        draw = ImageDraw.Draw(self.image)
        thick = max(1, round(self.pixels(width)))
        draw.line(pixels, fill=color, width=thick, joint="curve")
        radius = thick / 2
        for x, y in (pixels[0], pixels[-1]):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)

    def dot(self, x, y, radius, color):
        """Draw a disc."""
        px, py = self._place(x, y)
        size = max(0.6, self.pixels(radius))
        ImageDraw.Draw(self.image).ellipse(
            (px - size, py - size, px + size, py + size), fill=color
        )

    @contextmanager
    def inside(self, points):
        """Paint only within a shape."""
        before = self.image.copy()
        yield
        mask = Image.new("L", self.image.size)
        pixels = [self._place(x, y) for x, y in points]
        ImageDraw.Draw(mask).polygon(pixels, fill=255)
        self.image = Image.composite(self.image, before, mask)

    def _mask(self, points, margin=0):
        pixels = [self._place(x, y) for x, y in points]
        left = math.floor(min(x for x, _y in pixels) - margin)
        top = math.floor(min(y for _x, y in pixels) - margin)
        right = math.ceil(max(x for x, _y in pixels) + margin) + 1
        bottom = math.ceil(max(y for _x, y in pixels) + margin) + 1
        width, height = self.image.size
        if right <= 0 or bottom <= 0 or left >= width or top >= height:
            return None, None
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in pixels], fill=255)
        return mask, (left, top)

    # === CHANCE === #

    def blob(self, x, y, rx, ry=None, turn=0, rough=0.12):
        """Return the points of an irregular round shape."""
        ry = rx if ry is None else ry
        waves = [
            (k, self.rng.uniform(-rough, rough) / k**0.7, self.rng.uniform(0, 6.3))
            for k in (2, 3, 4, 5)
        ]
        points = []
        for step in range(40):
            angle = 2 * math.pi * step / 40
            size = 1 + sum(a * math.sin(k * angle + p) for k, a, p in waves)
            points.append(
                (x + rx * size * math.cos(angle), y + ry * size * math.sin(angle))
            )
        return turned(points, x, y, turn)

    def spots(self, x, y, radius, count, gap=0.0, squash=1.0):
        """Yield places in a disc, at least `gap` apart as far as that goes."""
        found = []
        for _number in range(count):
            for _try in range(24):
                angle = self.rng.uniform(0, 2 * math.pi)
                away = radius * math.sqrt(self.rng.random())
                place = (
                    x + away * math.cos(angle),
                    y + away * math.sin(angle) * squash,
                )
                if all(math.dist(place, other) >= gap for other in found):
                    break
            found.append(place)
        return found

    def tint(self, color, spread=0.08):
        """Return the colour a little lighter or darker."""
        share = self.rng.uniform(-spread, spread)
        return lighter(color, share) if share > 0 else darker(color, -share)

    def finish(self, width):
        """Return the picture at its final width."""
        height = round(width * self.height / self.width)
        return self.image.resize((width, height), Image.Resampling.LANCZOS)


def _center(points):
    return (
        sum(x for x, _y in points) / len(points),
        sum(y for _x, y in points) / len(points),
    )


def _gradient(size, color, to):
    light = Image.linear_gradient("L").resize(size)
    across = Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90)
    light = ImageChops.blend(light, across.resize(size), 0.35)
    return Image.composite(
        Image.new("RGB", size, to), Image.new("RGB", size, color), light
    )
