"""Whether a picture still looks like the approved one (docs/adr/visual-regression.md).

Both are made four times smaller, which takes away how the edges of letters are smoothed and
keeps where things are, how large, and in which colour. They are then compared tile by tile:
a badge that is missing changes a whole tile of a page and next to nothing of its average.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

SMALLER: Final = 4
TILE: Final = 8
"""Pixels of the small picture: 32 of the real one, the height of a fold line or a badge."""

MOST_CHANGED: Final = 14.0
"""Mean difference of a tile, of 255. Measured on the bundled thread and the panel: letters
blurred by a pixel or sharpened stay at 13 or below, two runs on one machine at 0; a part that
moved by two pixels is at 22 or above, a badge that is gone at 23."""

OTHER_HEIGHT: Final = 1
"""Rows of the small picture by which two may differ in height."""


def small(picture: Path) -> Image.Image:
    """The picture as it is compared and kept."""
    from PIL import Image

    with Image.open(picture) as whole:
        size = (max(1, whole.width // SMALLER), max(1, whole.height // SMALLER))
        return whole.convert("RGB").resize(size, Image.Resampling.BOX)


def unlike(now: Image.Image, approved: Image.Image) -> str:
    """What differs, in words; "" where the two look the same."""
    from PIL import Image, ImageChops

    if now.width != approved.width or abs(now.height - approved.height) > OTHER_HEIGHT:
        return f"its size is {_size(now)}, approved was {_size(approved)}"
    box = (0, 0, now.width, min(now.height, approved.height))
    difference = ImageChops.difference(now.crop(box), approved.crop(box))
    tiles = (max(1, box[2] // TILE), max(1, box[3] // TILE))
    means = difference.resize(tiles, Image.Resampling.BOX)
    worst, at = 0.0, (0, 0)
    for y in range(tiles[1]):
        for x in range(tiles[0]):
            pixel = means.getpixel((x, y))
            change = max(pixel) if isinstance(pixel, tuple) else float(pixel or 0)
            if change > worst:
                worst, at = float(change), (x, y)
    if worst <= MOST_CHANGED:
        return ""
    x, y = (n * TILE * SMALLER for n in at)
    return f"it differs most near {x}, {y}: by {worst:.0f} of 255"


def _size(picture: Image.Image) -> str:
    return f"{picture.width * SMALLER} x {picture.height * SMALLER}"


def approve(pictures: Iterable[Path], folder: Path) -> None:
    """Keep these pictures as what is right from now on, and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    for picture in pictures:
        small(picture).save(folder / f"{picture.stem}.webp", lossless=True, method=6)
