"""The colours can be read, also on a grey copy."""

from itertools import pairwise

import pytest

from lagesbild.document import palette


def luminance(colour: str) -> float:
    """Relative luminance 0-1 (WCAG 2.2)."""

    def linear(part: int) -> float:
        value = part / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("text", [palette.INK, palette.MUTED, palette.ACCENT, palette.SIGNAL])
@pytest.mark.parametrize("ground", [palette.PAPER, palette.TINT, palette.SIGNAL_LIGHT])
def test_every_text_colour_has_contrast_enough_on_every_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


def test_light_text_can_be_read_on_the_title_page() -> None:
    assert contrast(palette.PAPER, palette.ACCENT) >= 4.5
    assert contrast(palette.ACCENT_LIGHT, palette.ACCENT) >= 4.5


def test_the_ramp_only_darkens_and_its_steps_differ_without_colour() -> None:
    steps = [luminance(colour) for colour in palette.SEQUENTIAL]
    assert all(light - dark >= 0.02 for light, dark in pairwise(steps))
    assert all(contrast(a, b) >= 1.3 for a, b in pairwise(palette.SEQUENTIAL))
