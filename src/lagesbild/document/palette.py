"""The colours of a document: one calm accent and one warm signal, chosen to survive a grey copy.

Every text colour has at least 4.5:1 against the paper and against the tint it is used on. Neighbours
in a ramp differ in lightness, so that they can be told apart when printed without colour.
"""

from typing import Final

PAPER: Final = "#ffffff"
INK: Final = "#1b2529"
MUTED: Final = "#51606a"
"""Secondary text; 6.4:1 on white."""
RULE: Final = "#c5ced1"
FAINT: Final = "#e6ebec"
"""Grid lines and empty areas."""
TINT: Final = "#eef4f4"
"""Background of calm boxes."""
ACCENT: Final = "#0e5560"
"""Deep blue-green: headings, lines, bars; 8.3:1 on white."""
ACCENT_MID: Final = "#6aa0a7"
ACCENT_LIGHT: Final = "#c3dcdf"
SIGNAL: Final = "#a8431a"
"""Warm: what must be looked at; 6.1:1 on white."""
SIGNAL_LIGHT: Final = "#fbeee6"

SEQUENTIAL: Final = ("#e8f1f1", "#bcd8da", "#84b4ba", "#43868f", "#0e5560", "#08333a")
"""From little to much."""
FONT: Final = "Source Sans 3"
FONT_FAMILY: Final = "'Source Sans 3', sans-serif"
"""For SVG and CSS: a name that holds a word starting with a digit must be quoted."""
