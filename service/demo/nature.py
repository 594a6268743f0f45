"""Trees, clouds, houses: what more than one of the pictures shows."""

from math import pi, sin

from service.demo.canvas import WIDTH, Canvas, Colour, Point, hexed, mixed, scatter

WHITE = hexed("ffffff")
DARK = hexed("22303a")


def cloud(canvas: Canvas, x: float, y: float, size: float, colour: Colour = WHITE) -> None:
    for across, up, radius in (
        (-1.1, 0, 0.42),
        (-0.5, 0.28, 0.6),
        (0.2, 0.42, 0.72),
        (0.9, 0.1, 0.5),
    ):
        canvas.disc(x + across * size, y - up * size, radius * size, colour)
    canvas.box((x - 1.4 * size, y, x + 1.3 * size, y + 0.42 * size), colour)
    canvas.disc(x - 1.4 * size, y + 0.12 * size, 0.3 * size, colour)
    canvas.disc(x + 1.3 * size, y + 0.1 * size, 0.32 * size, colour)


def tree(
    canvas: Canvas, x: float, foot: float, height: float, leaves: Colour, trunk: Colour
) -> None:
    """A round one; lit from the left."""
    canvas.box((x - height * 0.035, foot - height * 0.5, x + height * 0.035, foot), trunk)
    crown = ((0, 0.68, 0.3), (-0.2, 0.55, 0.22), (0.21, 0.56, 0.22), (0.02, 0.5, 0.24))
    for across, up, radius in crown:
        canvas.disc(x + across * height, foot - up * height, radius * height, leaves)
    light = mixed(leaves, hexed("fff6c0"), 0.22)
    for across, up, radius in ((-0.07, 0.74, 0.18), (-0.23, 0.6, 0.12)):
        canvas.disc(x + across * height, foot - up * height, radius * height, light)


def pine(canvas: Canvas, x: float, foot: float, height: float, colour: Colour) -> None:
    for low, top, wide in ((0.08, 0.55, 0.24), (0.32, 0.78, 0.19), (0.58, 1.0, 0.13)):
        base, tip = foot - low * height, foot - top * height
        canvas.shape([(x - wide * height, base), (x, tip), (x + wide * height, base)], colour)
    canvas.box((x - 0.02 * height, foot - 0.1 * height, x + 0.02 * height, foot), colour)


def palm(canvas: Canvas, x: float, foot: float, height: float, leaves: Colour) -> None:
    top = foot - height
    canvas.shape(
        [(x - 4, foot), (x - 2, top), (x + 2, top), (x + 4, foot)], hexed("8a7358"), hexed("6b5641")
    )
    for side in (-1, 1):
        for frond, rise in enumerate((0.1, 0.5, 0.9, 1.25)):
            spine = _frond(x, top, height * 0.36, side * (1.1 - 0.24 * frond), rise)
            shade = mixed(leaves, WHITE if frond % 2 else DARK, 0.12)
            thick = [height * 0.034 * sin(pi * (0.12 + 0.88 * step / 10)) for step in range(11)]
            under = [(px, py + wide) for (px, py), wide in zip(spine, thick, strict=True)]
            canvas.shape([*spine, *reversed(under)], shade)


def _frond(x: float, y: float, reach: float, lean: float, rise: float) -> list[Point]:
    """A leaf that rises and hangs over, from the trunk outwards."""
    shares = [step / 10 for step in range(11)]
    return [
        (x + reach * lean * t, y - reach * (rise * t - (0.55 + 0.75 * rise) * t * t))
        for t in shares
    ]


def bushes(canvas: Canvas, line: float, size: float, colour: Colour, seed: int) -> None:
    """A hedge over the whole width."""
    for number in range(int(WIDTH / size) + 2):
        lift = scatter(seed + number) * size * 0.5
        canvas.disc(number * size, line - lift, size * 0.8, colour)


def person(canvas: Canvas, x: float, foot: float, height: float, clothes: Colour) -> None:
    """Seen from afar, in a conical hat."""
    shoulder = foot - height * 0.78
    canvas.shape(
        [
            (x - height * 0.2, foot),
            (x - height * 0.13, shoulder),
            (x + height * 0.13, shoulder),
            (x + height * 0.2, foot),
        ],
        clothes,
        mixed(clothes, DARK, 0.35),
    )
    canvas.disc(x, foot - height * 0.86, height * 0.11, hexed("d9a57e"))
    brim = foot - height * 0.88
    hat = [(x - height * 0.26, brim), (x, foot - height * 1.1), (x + height * 0.26, brim)]
    canvas.shape(hat, hexed("f3e2b3"), hexed("d8bd7c"))


def stilt_house(canvas: Canvas, x: float, foot: float, size: float, roof: Colour) -> None:
    """A house on stilts, `size` wide."""
    floor, eaves, ridge = foot - size * 0.2, foot - size * 0.44, foot - size * 0.82
    wood = hexed("6b4a32")
    for post in (-0.4, -0.2, 0.0, 0.2, 0.4):
        canvas.box((x + (post - 0.013) * size, floor, x + (post + 0.013) * size, foot), wood)
    walls = (x - size * 0.43, eaves, x + size * 0.43, floor)
    canvas.box(walls, hexed("a97c50"), hexed("845a38"))
    for window in (-0.26, 0.04, 0.24):
        left = x + window * size
        canvas.box((left, eaves + size * 0.07, left + size * 0.09, floor - size * 0.05), DARK)
    canvas.box((x - size * 0.48, floor, x + size * 0.48, floor + size * 0.03), wood)
    canvas.shape(
        [
            (x - size * 0.56, eaves + size * 0.05),
            (x - size * 0.3, ridge),
            (x + size * 0.3, ridge),
            (x + size * 0.56, eaves + size * 0.05),
        ],
        mixed(roof, WHITE, 0.14),
        mixed(roof, DARK, 0.3),
    )


def head(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.disc(x, y - radius * 0.14, radius * 1.1, hexed("2a2026"))
    face = (x - radius * 0.86, y - radius * 0.55, x + radius * 0.86, y + radius)
    canvas.oval(face, hexed("e0ac85"))


def ripples(canvas: Canvas, top: float, bottom: float, colour: Colour, seed: int) -> None:
    """Short bright strokes on water, longer towards the viewer."""
    for number in range(46):
        depth = scatter(seed + number * 5)
        y = top + (bottom - top) * depth
        long = 16 + 70 * depth
        x = scatter(seed * 3 + number * 11) * WIDTH
        canvas.veil(_lens(x, y, long, 1 + 1.6 * depth), colour, 0.34)


def _lens(x: float, y: float, half: float, thick: float) -> list[Point]:
    return [(x - half, y), (x, y - thick), (x + half, y), (x, y + thick)]
