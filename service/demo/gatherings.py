"""Pictures of market and festival, and a chart without words."""

from math import cos, pi, sin

from service.demo.canvas import (
    HEIGHT,
    WIDTH,
    Canvas,
    Colour,
    Point,
    below,
    hexed,
    hills,
    mixed,
    peaks,
    scatter,
)
from service.demo.nature import DARK, WHITE, cloud, head, person

_CLOTHS = tuple(
    hexed(code) for code in ("d6453d", "2f7fb5", "e3a32c", "3d9a63", "8a4fa3", "d96a8a")
)


def market(canvas: Canvas) -> None:
    """Stalls under coloured awnings, below the mountains."""
    canvas.band(0, 380, hexed("8fcbe6"), hexed("fdf1d6"))
    canvas.glow(980, 140, 260, hexed("fff4cf"), 0.9)
    cloud(canvas, 330, 86, 32)
    canvas.shape(below(peaks(290, 180, 26)), hexed("6d9aa6"), hexed("b4d0c0"))
    canvas.shape(below(hills(320, 40, 9)), hexed("5c9d76"), hexed("9ccb87"))
    canvas.band(380, HEIGHT, hexed("d8b98a"), hexed("b98f5f"))
    for number in range(7):
        _stall(canvas, -30 + number * 188, 300, 150, number + 2)
    for number in range(13):
        x, foot = 30 + number * 96 + 40 * scatter(number), 470 + 24 * scatter(number * 3)
        person(canvas, x, foot, 84, _CLOTHS[(number * 5 + 1) % 6])
    for number in range(4):
        _stall(canvas, -50 + number * 345, 400, 270, number)
    for number, x in enumerate((262, 590, 955)):
        person(canvas, x, 648, 128, _CLOTHS[(number * 2 + 1) % 6])
        person(canvas, x + 58, 656, 116, _CLOTHS[(number * 3 + 4) % 6])


def _stall(canvas: Canvas, left: float, top: float, wide: float, number: int) -> None:
    deep, counter = wide * 0.26, top + wide * 0.62
    for post in (0.05, 0.95):
        x = left + post * wide
        canvas.box((x - wide * 0.014, top, x + wide * 0.014, top + wide * 0.92), hexed("7a5a3c"))
    canvas.box(
        (left, counter, left + wide, counter + wide * 0.24), hexed("a87a4c"), hexed("7d5735")
    )
    for heap in range(5):
        x, size = left + wide * (0.12 + heap * 0.19), wide * 0.088
        canvas.oval(
            (x - size, counter - size * 0.9, x + size, counter + size * 0.9), _goods(number, heap)
        )
        for fruit in range(3):
            canvas.disc(
                x + (fruit - 1) * size * 0.6,
                counter - size * 0.5,
                size * 0.36,
                mixed(_goods(number, heap), WHITE, 0.18),
            )
    canvas.box((left, counter, left + wide, counter + wide * 0.05), hexed("c99a63"))
    _awning(canvas, left, top, wide, deep, _CLOTHS[number % 6])


def _goods(number: int, heap: int) -> Colour:
    colours = ("e0562f", "f1b83b", "6fae3d", "c94f5c", "8f5fb0", "f08a3c", "4c9a52")
    return hexed(colours[(number * 3 + heap * 2) % 7])


def _awning(
    canvas: Canvas, left: float, top: float, wide: float, deep: float, colour: Colour
) -> None:
    strips, lean = 8, wide * 0.05
    for strip in range(strips):
        shade = colour if strip % 2 == 0 else hexed("fbf3e2")
        x, step = left + wide * strip / strips, wide / strips
        outer = left - lean + (wide + 2 * lean) * strip / strips
        broad = (wide + 2 * lean) / strips
        fringe = (outer, top - broad * 0.42, outer + broad, top + broad * 0.42)
        canvas.oval(fringe, mixed(shade, DARK, 0.12))
        canvas.shape(
            [(x, top - deep), (x + step, top - deep), (outer + broad, top), (outer, top)],
            mixed(shade, WHITE, 0.15),
            shade,
        )


def lanterns(canvas: Canvas) -> None:
    """An old street hung with lanterns on a festival night."""
    canvas.band(0, 430, hexed("14183c"), hexed("3a2f66"), hexed("8a4f6d"))
    for star in range(60):
        canvas.disc(
            scatter(star * 3) * WIDTH,
            scatter(star * 7 + 1) * 240,
            0.8 + scatter(star),
            hexed("e9e4ff"),
        )
    canvas.glow(600, 118, 190, hexed("fff2cf"), 0.85)
    canvas.disc(600, 118, 44, hexed("fff6de"))
    canvas.band(420, HEIGHT, hexed("6b4560"), hexed("2c2340"))
    for side in (-1, 1):
        for house in range(5):
            _house(canvas, side, house)
    canvas.glow(600, 440, 300, hexed("ffc47a"), 0.55)
    _crowd(canvas)
    for string in range(5):
        _string(canvas, string)


def _house(canvas: Canvas, side: int, house: int) -> None:
    """One of a row; the fifth is the nearest."""
    near, far = 76 + 60 * (house + 1) ** 1.48, 76 + 60 * house**1.48
    grow, back = near / 76, far / 76
    colour = (hexed("b8863b"), hexed("8f4a45"), hexed("b07a52"), hexed("7c5a76"), hexed("a8703c"))[
        house
    ]
    outer: list[Point] = [
        (600 + side * near, 430 - 62 * grow),
        (600 + side * far, 430 - 62 * back),
        (600 + side * far, 430 + 18 * back),
        (600 + side * near, 430 + 18 * grow),
    ]
    canvas.shape(outer, mixed(colour, DARK, 0.42), mixed(colour, hexed("ffb45e"), 0.12))
    for story, tall in ((-46, 22), (-16, 30)):
        for window in (0.22, 0.6):
            _lit(canvas, side, (near, far), window, story, tall)
    eaves: list[Point] = [
        (600 + side * (near + 4), 430 - 62 * grow),
        (600 + side * (far - 10), 430 - 62 * back),
        (600 + side * (far + 8), 430 - 80 * back),
        (600 + side * (near + 30), 430 - 80 * grow),
    ]
    canvas.shape(eaves, hexed("5d3040"), hexed("3c2234"))


def _lit(
    canvas: Canvas, side: int, span: tuple[float, float], at: float, story: float, tall: float
) -> None:
    near, far = span
    edges = [far + (near - far) * share for share in (at, at + 0.22)]
    top: list[Point] = [(600 + side * edge, 430 + story * edge / 76) for edge in edges]
    foot: list[Point] = [(600 + side * edge, 430 + (story + tall) * edge / 76) for edge in edges]
    canvas.shape([top[0], top[1], foot[1], foot[0]], hexed("ffdf8a"), hexed("f2a14a"))


def _crowd(canvas: Canvas) -> None:
    for number in range(24):
        depth = scatter(number * 3 + 2)
        foot = 462 + 190 * depth
        x = 600 + (scatter(number * 7) - 0.5) * (160 + 760 * depth)
        tall = 32 + 74 * depth
        clothes = mixed(_CLOTHS[number % 6], hexed("2c2340"), 0.5)
        canvas.oval(
            (x - tall * 0.17, foot - tall * 0.78, x + tall * 0.17, foot - tall * 0.2), clothes
        )
        canvas.box((x - tall * 0.15, foot - tall * 0.5, x + tall * 0.15, foot), clothes)
        head(canvas, x, foot - tall * 0.88, tall * 0.12)


def _string(canvas: Canvas, string: int) -> None:
    """A rope across the street with lanterns; the fifth is the nearest."""
    reach, high = 130 + 116 * string, 350 - 66 * string
    sag = 26 + 12 * string
    rope = [
        (600 + reach * (step - 12) / 12, high + sag * (1 - ((step - 12) / 12) ** 2))
        for step in range(25)
    ]
    canvas.line(rope, hexed("2a2036"), 1.5)
    size = 7 + 5.2 * string
    for number, (x, y) in enumerate(rope[2:-1:4]):
        colour = _CLOTHS[(number * 2 + string) % 6]
        canvas.glow(x, y + size * 1.7, size * 4.2, mixed(colour, hexed("ffd27a"), 0.5), 0.6)
        canvas.line([(x, y), (x, y + size)], hexed("2a2036"), 1.5)
        canvas.oval(
            (x - size, y + size * 0.7, x + size, y + size * 2.6),
            mixed(colour, hexed("ffe9a8"), 0.45),
            mixed(colour, DARK, 0.1),
        )
        canvas.oval(
            (x - size * 0.45, y + size * 0.7, x + size * 0.45, y + size * 2.6),
            mixed(colour, hexed("fff0c0"), 0.6),
            colour,
        )
        for cap in (0.62, 2.5):
            canvas.box(
                (x - size * 0.4, y + size * cap, x + size * 0.4, y + size * (cap + 0.2)),
                hexed("e8b84a"),
            )
        canvas.line([(x, y + size * 2.7), (x, y + size * 3.4)], hexed("e8b84a"), 2)


def chart(canvas: Canvas) -> None:
    """Figures that grow from year to year."""
    canvas.band(0, HEIGHT, hexed("f4f8fb"), hexed("dfeaf1"))
    canvas.shape(_rounded((60, 60, 850, 615), 22), WHITE)
    canvas.shape(_rounded((886, 60, 1140, 325), 22), WHITE)
    canvas.shape(_rounded((886, 350, 1140, 615), 22), WHITE)
    for line in range(6):
        y = 130.0 + line * 82
        canvas.line([(110, y), (810, y)], hexed("e3eaef"), 1.5)
    shares = (0.34, 0.42, 0.4, 0.55, 0.63, 0.78, 0.93)
    for number, share in enumerate(shares):
        x, top = 128.0 + number * 97, 540 - 390 * share
        canvas.shape(_rounded((x, top, x + 50, 540), 9), hexed("2f9e8f"), hexed("8fd6bb"))
        canvas.shape(_rounded((x + 4, 556, x + 46, 566), 5), hexed("c9d5dc"))
    curve = [(153 + number * 97, 470 - 360 * share * 0.94) for number, share in enumerate(shares)]
    canvas.line(curve, hexed("f08a3c"), 6)
    for x, y in curve:
        canvas.disc(x, y, 12, WHITE)
        canvas.disc(x, y, 8, hexed("f08a3c"))
    _ring(canvas, 1013, 192, 92, (0.46, 0.31, 0.23))
    _bars(canvas)


def _ring(canvas: Canvas, x: float, y: float, radius: float, shares: tuple[float, ...]) -> None:
    start = -0.25
    for share, code in zip(shares, ("2f9e8f", "f2b84b", "4f86c6"), strict=True):
        turns = [2 * pi * (start + share * step / 40) for step in range(41)]
        canvas.shape(
            [(x, y), *((x + radius * cos(t), y + radius * sin(t)) for t in turns)], hexed(code)
        )
        start += share
    canvas.disc(x, y, radius * 0.58, WHITE)


def _bars(canvas: Canvas) -> None:
    for number, (share, code) in enumerate(
        ((0.92, "2f9e8f"), (0.7, "4f86c6"), (0.55, "f2b84b"), (0.36, "e0705a"))
    ):
        y = 392 + number * 52
        canvas.shape(_rounded((914, y, 1112, y + 22), 11), hexed("e9eff3"))
        canvas.shape(_rounded((914, y, 914 + 198 * share, y + 22), 11), hexed(code))


def _rounded(box: tuple[float, float, float, float], radius: float) -> list[Point]:
    left, top, right, bottom = box
    corners = (
        (right, top, -1, 1, 0.75),
        (right, bottom, -1, -1, 0.0),
        (left, bottom, 1, -1, 0.25),
        (left, top, 1, 1, 0.5),
    )
    return [
        (x + across * radius + radius * cos(turn), y + down * radius + radius * sin(turn))
        for x, y, across, down, quarter in corners
        for turn in (2 * pi * (quarter + step / 32) for step in range(9))
    ]
