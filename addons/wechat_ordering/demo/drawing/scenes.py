"""Which picture belongs to which dish."""

from . import (
    scenes_bowls,
    scenes_brand,
    scenes_cold,
    scenes_grill,
    scenes_mornings,
    scenes_pots,
    scenes_sets,
    scenes_sips,
    scenes_woks,
)
from .canvas import Canvas

#: For each dish: how it is drawn.
SCENES = {
    **scenes_bowls.SCENES,
    **scenes_pots.SCENES,
    **scenes_woks.SCENES,
    **scenes_grill.SCENES,
    **scenes_cold.SCENES,
    **scenes_mornings.SCENES,
    **scenes_sips.SCENES,
    **scenes_sets.SCENES,
}
#: Pictures of the restaurant itself, with their width in pixels.
BRAND = scenes_brand.WIDTHS


def draw(code):
    """Return the canvas with the picture of a dish, or of the restaurant."""
    if code in BRAND:
        return scenes_brand.draw(code)
    canvas = Canvas(code)
    SCENES[code](canvas)
    return canvas
