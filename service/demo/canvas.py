"""A surface to paint flat landscapes on: gradients, soft edges, hills, mist. No fonts, no chance.

Coordinates are those of the finished picture, from the top left, in pixels; what is painted is
twice as large and reduced at the end, which smooths every edge.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageOps

WIDTH, HEIGHT = 1200, 675
_SCALE = 2
_SMOOTH = Image.Resampling.BILINEAR

Colour = tuple[int, int, int]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_FADE = Image.linear_gradient("L")
"""Black at the top, white at the bottom."""
_HALO = ImageChops.invert(Image.radial_gradient("L")).point(
    lambda level: max(0, level - 75) ** 2 // 130
)
"""White in the middle, black before it reaches the edges."""
_HUMP = _FADE.crop((0, 0, 1, 256)).point(lambda level: int(255 * sin(pi * level / 255) ** 2))
"""Black at both ends, white half way."""


def hexed(code: str) -> Colour:
    """#rrggbb without the #."""
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """Between two colours; `share` of the second, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def scatter(number: int) -> float:
    """Spreads whole numbers evenly over 0 to 1, as chance would, but the same every time."""
    return (number * 2_654_435_761 % 2**32) / 2**32


class Canvas:
    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE))

    def finished(self) -> Image.Image:
        return self.image.reduce(_SCALE)

    def band(self, top: float, bottom: float, *colours: Colour) -> None:
        """The whole width, from one colour to the next, and on to the last."""
        tall = (bottom - top) / (len(colours) - 1)
        for number, (above, below) in enumerate(pairwise(colours)):
            start = top + number * tall
            self.box((0, start, WIDTH, start + tall), above, below)

    def box(self, box: Box, above: Colour, below: Colour | None = None) -> None:
        left, top, right, bottom = box
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], above, below)

    def shape(self, points: Iterable[Point], above: Colour, below: Colour | None = None) -> None:
        """A filled outline; with a second colour, from one at its top to that at its bottom."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        if below is None:
            ImageDraw.Draw(self.image).polygon(scaled, above)
            return
        left, top, right, bottom = _bounds(scaled)
        size = (max(1, right - left), max(1, bottom - top))
        mask = Image.new("1", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], 1)
        self.image.paste(_gradient(size, above, below), (left, top), mask)

    def line(self, points: Iterable[Point], colour: Colour, width: float) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        thick = max(1, round(width * _SCALE))
        ImageDraw.Draw(self.image).line(scaled, colour, thick, joint="curve")

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.oval((x - radius, y - radius, x + radius, y + radius), colour)

    def oval(self, box: Box, above: Colour, below: Colour | None = None) -> None:
        left, top, right, bottom = box
        across, down = (right - left) / 2, (bottom - top) / 2
        turns = [step * pi / 24 for step in range(48)]
        self.shape(
            [(left + across + across * cos(t), top + down + down * sin(t)) for t in turns],
            above,
            below,
        )

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Light around a point that fades out at the radius; strength 0 to 1."""
        size = round(2 * radius * _SCALE)
        mask = _HALO.point(lambda level: int(level * strength)).resize((size, size), _SMOOTH)
        corner = (round((x - radius) * _SCALE), round((y - radius) * _SCALE))
        self.image.paste(colour, corner, mask)

    def mist(self, top: float, bottom: float, colour: Colour, strength: float) -> None:
        """A veil over the whole width, densest half way down; strength 0 to 1."""
        size = (WIDTH * _SCALE, round((bottom - top) * _SCALE))
        mask = _spread(_HUMP.point(lambda level: int(level * strength)), size)
        self.image.paste(colour, (0, round(top * _SCALE)), mask)

    def veil(self, points: Iterable[Point], colour: Colour, strength: float) -> None:
        """A translucent shape."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        left, top, right, bottom = _bounds(scaled)
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        moved = [(x - left, y - top) for x, y in scaled]
        ImageDraw.Draw(mask).polygon(moved, int(255 * strength))
        self.image.paste(colour, (left, top), mask)

    def mirror(self, shore: float, colour: Colour, depth: float) -> None:
        """Still water below `shore`: what is above it upside down, tinted more and more."""
        line = round(shore * _SCALE)
        tall = HEIGHT * _SCALE - line
        above = self.image.crop((0, max(0, line - tall), WIDTH * _SCALE, line))
        water = ImageOps.flip(above).resize((WIDTH * _SCALE, tall))
        tint = _FADE.crop((0, 0, 1, 256)).point(lambda level: int(60 + level * depth))
        water.paste(colour, (0, 0), _spread(tint, water.size))
        self.image.paste(water, (0, line))


def below(edge: Sequence[Point]) -> list[Point]:
    """The outline of all that is under an edge that runs from left to right."""
    return [*edge, (edge[-1][0], HEIGHT), (edge[0][0], HEIGHT)]


def hills(base: float, height: float, seed: int) -> list[Point]:
    """A soft skyline over the whole width, `height` above and below `base` at most."""
    first, second, third = (scatter(seed + turn) * 2 * pi for turn in range(3))
    return [
        (
            x,
            base
            - height
            * (
                0.58 * sin(x / 210 + first)
                + 0.28 * sin(x / 97 + second)
                + 0.14 * sin(x / 43 + third)
            ),
        )
        for x in range(0, WIDTH + 12, 12)
    ]


def peaks(base: float, height: float, seed: int, *, steps: int = 7) -> list[Point]:
    """A rugged skyline over the whole width: the middle of each stretch is moved, and again."""
    edge = [
        (
            WIDTH * step / steps,
            base - height * (scatter(seed * 31 + step * 7) if step % 2 else 0.12),
        )
        for step in range(steps + 1)
    ]
    for level in range(1, 6):
        edge = _roughened(edge, height * 0.24 / 2**level, seed * 13 + level * 101)
    return edge


def _roughened(edge: list[Point], reach: float, seed: int) -> list[Point]:
    rough = [edge[0]]
    for number, (start, end) in enumerate(pairwise(edge)):
        shift = (scatter(seed + number * 3) - 0.5) * 2 * reach
        rough += [((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + shift), end]
    return rough


def _bounds(points: Sequence[Point]) -> tuple[int, int, int, int]:
    """The smallest box around, in whole pixels: left, top, right, bottom."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return int(min(xs)), int(min(ys)), int(max(xs)) + 1, int(max(ys)) + 1


def _gradient(size: tuple[int, int], above: Colour, below: Colour) -> Image.Image:
    column = ImageOps.colorize(_FADE.crop((0, 0, 1, 256)), above, below)
    return _spread(column, size)


def _spread(column: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A column of one pixel's width, stretched: first in height, then, cheaply, in width."""
    return column.resize((1, size[1]), _SMOOTH).resize(size, Image.Resampling.NEAREST)
