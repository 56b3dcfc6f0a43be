"""Set meals: whole dishes, small, on one table."""

from . import bakes, drinks, greens, meats, noodles, vessels
from .canvas import ellipse, rounded
from .vessels import BLUE, CELADON, WHITE


def _tray(c, x, y, width, height, color=(110, 62, 44)):
    outer = rounded(x, y, width, height, 6)
    c.shadow(outer, 3.4, 2.4, 0.5)
    c.fill(outer, (158, 98, 66), color)
    c.fill(rounded(x, y, width - 4, height - 4, 4.6), color, (136, 82, 56))


def _noodle_bowl(c, x, y, zoom, band=BLUE):
    with c.part(x, y, zoom):
        vessels.bowl(c, 50, 50, 40, WHITE, band, (244, 208, 122))
        noodles.noodles(c, 52, 52, 29, bundles=10)
        meats.slice_of(c, 36, 40, 9, 6, 20, (240, 198, 180))
        meats.slice_of(c, 46, 33, 9, 6, -14, (240, 198, 180))
        meats.quail_egg(c, 66, 36, 6)
        greens.pea_tip(c, 40, 68, 17, 20)
        greens.scallion(c, c.spots(50, 50, 28, 18, 4))


def _pan(c, x, y, zoom):
    with c.part(x, y, zoom):
        vessels.copper_pot(c, 46, 46, 36, (222, 134, 66))
        noodles.noodles(c, 46, 46, 30, bundles=10)
        noodles.crumbs(c, c.spots(42, 42, 13, 60, 0.7), [(150, 92, 62), (176, 116, 82)])
        greens.chives(c, c.spots(46, 48, 20, 26, 2), 6)
        greens.tomato(c, 62, 36, 7, 40)


def _glass(c, x, y, r, liquid):
    """Paint a drink from above."""
    c.shadow(ellipse(x, y, r), 2.4, 1.8, 0.45)
    c.fill(ellipse(x, y, r), (250, 253, 253), (198, 214, 216))
    vessels.broth(c, x, y, r * 0.84, liquid)
    for px, py, turn in ((-0.25, -0.2, 20), (0.28, 0.15, 60)):
        drinks.ice(c, x + px * r, y + py * r, r * 0.3, turn)


def _cold_plate(c, x, y, zoom):
    with c.part(x, y, zoom):
        vessels.plate(c, 50, 50, 42, CELADON, (104, 150, 120))
        meats.shreds(c, 50, 50, 25, (216, 228, 160), 90, 16, 2.2)
        greens.chili_rings(c, c.spots(50, 50, 22, 12, 6), 2.2)
        greens.tomato(c, 60, 60, 9, 200)
        greens.lime(c, 38, 38, 9)


def tc01(c):
    """A tray for one."""
    vessels.table(c, (226, 206, 174), "linen")
    _tray(c, 50, 51, 92, 84)
    _noodle_bowl(c, 37, 56, 0.66)
    _cold_plate(c, 77, 32, 0.36)
    _glass(c, 79, 70, 13, (196, 96, 40))
    vessels.saucer(c, 64, 22, 7)
    vessels.steam(c, 36, 34, 3, 20)


def tc02(c):
    """A table for two."""
    vessels.table(c, (150, 100, 70), "wood")
    _noodle_bowl(c, 25, 29, 0.52)
    _pan(c, 68, 70, 0.52)
    with c.part(73, 27, 0.42):
        vessels.long_plate(c, 50, 50, 96, 60, (190, 194, 196), -6)
        for number in range(7):
            meats.skewer(c, 50, 30 + number * 7, 82, -6, (140, 66, 34), 9, 4)
    with c.part(25, 74, 0.42):
        vessels.bamboo_tray(c, 50, 50, 46)
        for px, py in ((36, 38), (60, 36), (40, 62), (64, 60)):
            meats.cube(
                c,
                px,
                py,
                10,
                (246, 206, 118),
                c.rng.uniform(-14, 14),
                0.3,
                (176, 104, 40),
            )
    _glass(c, 50, 12, 9, (170, 20, 48))
    _glass(c, 47, 90, 9, (196, 96, 40))


def tc03(c):
    """A family's table, the steam pot in its middle."""
    vessels.table(c, (132, 84, 62), "wood")
    with c.part(50, 51, 0.56):
        vessels.steam_pot(c, 50, 52, 40)
        for number, (px, py) in enumerate(
            ((33, 40), (46, 33), (62, 36), (70, 50), (64, 66), (50, 73), (36, 66))
        ):
            meats.chunk(c, px, py, 8, (238, 192, 116), number * 40)
        vessels.steam_spout(c, 50, 52, 40)
    with c.part(16, 18, 0.34):
        vessels.plate(c, 50, 50, 46, WHITE, BLUE)
        noodles.crumbs(
            c,
            c.spots(50, 50, 32, 190, 1),
            [(146, 86, 54), (82, 46, 38), (96, 164, 58)],
            2,
            3.4,
        )
    with c.part(84, 18, 0.34):
        vessels.plate(c, 50, 50, 46, CELADON, (112, 140, 110))
        for px, py in c.spots(50, 50, 24, 16, 6):
            greens.pea_tip(c, px, py, 26, c.rng.uniform(0, 360))
    with c.part(15, 84, 0.34):
        vessels.plate(c, 50, 50, 46, (74, 92, 100), (206, 176, 120))
        for px, py in c.spots(50, 50, 20, 9, 9):
            c.solid(c.blob(px, py, 15, 12, 0, 0.14), (255, 222, 118), 0.6)
        greens.scallion(c, c.spots(50, 50, 28, 30, 3), 2)
    with c.part(85, 84, 0.34):
        vessels.plate(c, 50, 50, 46, WHITE, (206, 92, 120))
        bakes.pastry(c, 36, 42, 20)
        bakes.broken_pastry(c, 62, 60, 20)
    _cold_plate(c, 50, 13, 0.24)
    with c.part(50, 90, 0.22):
        vessels.plate(c, 50, 50, 46, WHITE, BLUE)
        meats.ham_fan(c, 50, 66, 15, 9, 6, 0, 20)
    for px, py in ((12, 51), (88, 51)):
        _glass(c, px, py, 8, (196, 96, 40))
    vessels.steam(c, 50, 40, 3, 24)


SCENES = {"TC01": tc01, "TC02": tc02, "TC03": tc03}
