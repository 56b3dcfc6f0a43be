"""Draws every picture: `python -m drawing [--sheet FILE] [CODE ...]`."""

import argparse
from pathlib import Path

from PIL import Image

from .scenes import BRAND, SCENES, draw

PICTURES = Path(__file__).parent.parent / "pictures"
WIDTH = 750
#: WebP's quality: a drawing is flat, so this shows no blocks.
QUALITY = 82


def main():
    """Draw the pictures asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="*", help="dishes to draw; all if none")
    parser.add_argument("--sheet", type=Path, help="also lay them out on one sheet")
    options = parser.parse_args()
    codes = options.codes or [*SCENES, *BRAND]
    PICTURES.mkdir(exist_ok=True)
    for code in codes:
        draw(code).finish(BRAND.get(code, WIDTH)).save(
            PICTURES / f"{code}.webp", quality=QUALITY, method=6
        )
    if options.sheet:
        lay_out(codes).save(options.sheet)


def lay_out(codes, columns=8, size=220):
    """Return a contact sheet of finished pictures."""
    rows = -(-len(codes) // columns)
    sheet = Image.new("RGB", (columns * size, rows * size), "white")
    for number, code in enumerate(codes):
        with Image.open(PICTURES / f"{code}.webp") as picture:
            picture.thumbnail((size - 6, size - 6), Image.Resampling.LANCZOS)
            sheet.paste(picture, (number % columns * size, number // columns * size))
    return sheet


if __name__ == "__main__":
    main()
