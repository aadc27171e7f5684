"""What a person sees looks as it was approved: `python3 build.py screenshots --approve`."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tools.likeness import small, unlike
from tools.pictures import APPROVED, can_pin_fonts

NAMES = sorted(path.stem for path in APPROVED.glob("*.webp"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not can_pin_fonts(), reason="this system's fonts can't be pinned; lines would move"
    ),
]


def test_every_state_has_an_approved_picture(taken: dict[str, Path]) -> None:
    assert sorted(taken) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_looks_as_approved(taken: dict[str, Path], name: str) -> None:
    now = small(taken[name])
    with Image.open(APPROVED / f"{name}.webp") as approved:
        difference = unlike(now, approved.convert("RGB"))
    assert not difference, f"{taken[name]}: {difference}"


def test_the_approved_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in APPROVED.iterdir()) < 1_500_000


# --- what the comparison sees and what it does not ------------------------------------------


@pytest.fixture
def story(taken: dict[str, Path]) -> Image.Image:
    with Image.open(taken["demo-folded-light-1400"]) as picture:
        return picture.convert("RGB").crop((0, 0, 1400, 1500))


def compared(now: Image.Image, approved: Image.Image, folder: Path) -> str:
    paths = [folder / "now.png", folder / "approved.png"]
    for picture, path in zip((now, approved), paths, strict=True):
        picture.save(path)
    return unlike(*map(small, paths))


def test_other_smoothing_of_letters_is_not_seen(story: Image.Image, tmp_path: Path) -> None:
    for other in (
        story.filter(ImageFilter.GaussianBlur(0.5)),
        story.filter(ImageFilter.SHARPEN),
    ):
        small_change = Image.blend(story, other, 0.5)
        assert compared(small_change, story, tmp_path) == ""


def test_a_badge_that_is_gone_is_seen(story: Image.Image, tmp_path: Path) -> None:
    changed = story.copy()
    ImageDraw.Draw(changed).rectangle((590, 768, 760, 794), fill="white")
    assert "differs most" in compared(changed, story, tmp_path)


def test_a_part_that_moved_by_eight_pixels_is_seen(story: Image.Image, tmp_path: Path) -> None:
    changed = story.copy()
    changed.paste(story.crop((150, 700, 900, 1400)), (150, 708))
    assert compared(changed, story, tmp_path)


def test_another_colour_of_one_word_is_seen(story: Image.Image, tmp_path: Path) -> None:
    changed = story.copy()
    word = changed.crop((790, 1320, 880, 1360))
    changed.paste(Image.eval(word, lambda value: 255 - value), (790, 1320))
    assert compared(changed, story, tmp_path)


def test_a_longer_page_is_seen(story: Image.Image, tmp_path: Path) -> None:
    assert "size" in compared(story.crop((0, 0, 1400, 1480)), story, tmp_path)
