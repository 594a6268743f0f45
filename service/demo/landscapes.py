"""Pictures of the country: fields, tea, mountains, forest, lake, road."""

from math import sin

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
from service.demo.nature import bushes, cloud, pine, ripples, stilt_house, tree


def terraces(canvas: Canvas) -> None:
    """Rice terraces at harvest."""
    canvas.band(0, 300, hexed("7fb9d8"), hexed("fdf0cf"))
    canvas.glow(900, 120, 260, hexed("fff7dc"), 0.9)
    cloud(canvas, 250, 96, 34, hexed("f7fbfb"))
    cloud(canvas, 640, 62, 22, hexed("f2f8f8"))
    canvas.shape(below(peaks(250, 170, 4)), hexed("7ea7ad"), hexed("a9c7b8"))
    canvas.shape(below(peaks(290, 130, 9)), hexed("548a7c"), hexed("8ab08a"))
    canvas.mist(190, 380, hexed("fdf3d8"), 0.6)
    for step in range(15):
        _terrace(canvas, step)
    stilt_house(canvas, 930, 400, 96, hexed("7b5a45"))
    tree(canvas, 1010, 404, 84, hexed("3f7a4b"), hexed("4c3a2a"))
    tree(canvas, 858, 398, 60, hexed("4b8a52"), hexed("4c3a2a"))


def _terrace(canvas: Canvas, step: int) -> None:
    depth = step / 14
    base = 322 + 326 * depth**1.35
    sway = 14 + 24 * depth
    edge = [
        (x, base + sway * sin(x / 190 + step * 0.2) + 0.04 * (x - 600) * (1 - depth))
        for x in range(0, WIDTH + 10, 10)
    ]
    gold = mixed(hexed("c9cf6a"), hexed("eab13c"), min(1.0, 0.25 + depth))
    if step % 4 == 2:
        gold = mixed(gold, hexed("6fa34a"), 0.55)
    bank = mixed(hexed("5d7f43"), hexed("6b5a2a"), depth)
    canvas.shape(below([(x, y - 3 - 6 * depth) for x, y in edge]), bank)
    canvas.shape(below(edge), mixed(gold, hexed("fff3b0"), 0.3), gold)


def tea(canvas: Canvas) -> None:
    """Rounded hills with rows of tea."""
    canvas.band(0, 360, hexed("8fc7e8"), hexed("fff4da"))
    canvas.glow(250, 150, 330, hexed("fff3c8"), 0.95)
    canvas.disc(250, 150, 38, hexed("fffbe6"))
    canvas.shape(below(hills(270, 46, 3)), hexed("8fb8b2"), hexed("bcd8bd"))
    canvas.shape(below(hills(320, 40, 8)), hexed("6aa28a"), hexed("a5cb94"))
    canvas.band(372, 500, hexed("8fbf7c"), hexed("6aa862"))
    canvas.mist(240, 470, hexed("fff8e2"), 0.7)
    for mound in ((960, 330, 470, 0.2), (210, 372, 560, 0.45), (760, 452, 700, 0.75)):
        _tea_hill(canvas, *mound)
    _tea_hill(canvas, 150, 556, 640, 1.0)
    tree(canvas, 988, 342, 96, hexed("3b7a4f"), hexed("51402f"))


def _tea_hill(canvas: Canvas, x: float, top: float, wide: float, near: float) -> None:
    dark = mixed(hexed("5f9d63"), hexed("2c6e3c"), near)
    light = mixed(hexed("b4d68a"), hexed("7cbb4d"), near)
    canvas.oval((x - wide, top, x + wide, top + wide * 1.3), dark)
    for row in range(26):
        inset = 8 + row * (15 + 8 * near)
        half = wide - inset * 1.05
        if half < 60 or top + inset > HEIGHT:
            break
        shade = mixed(light, dark, 0.12 + 0.3 * scatter(row))
        tall = (9 + 5 * near) * 0.9
        canvas.oval((x - half, top + inset, x + half, top + inset + half * 1.25), shade)
        canvas.oval(
            (x - half, top + inset + tall, x + half, top + inset + tall + half * 1.25), dark
        )


def clouds_at_dawn(canvas: Canvas) -> None:
    """Mountain after mountain in a sea of cloud."""
    canvas.band(0, 430, hexed("3f6fa8"), hexed("a9b9d6"), hexed("ffd3a8"))
    canvas.glow(850, 176, 380, hexed("fff0c9"), 0.9)
    canvas.disc(850, 176, 42, hexed("fffae8"))
    far, near = hexed("8ea7c4"), hexed("1d3a4f")
    for layer in range(6):
        depth = layer / 5
        colour = mixed(far, near, depth**0.8)
        edge = peaks(330 + 66 * layer, 190 - 14 * layer, 5 + layer * 3, steps=7 + layer % 2 * 2)
        canvas.shape(below(edge), colour, mixed(colour, hexed("f4e3d4"), 0.4))
        canvas.mist(300 + 56 * layer, 500 + 58 * layer, hexed("fdf1e4"), 0.8 - 0.08 * layer)
    for number in range(15):
        x = 20 + number * 26 + 12 * scatter(number)
        pine(canvas, x, 690 + 14 * scatter(number + 40), 96 + 60 * scatter(number + 9), near)


def forest(canvas: Canvas) -> None:
    """Tall trunks, with light falling through the mist."""
    canvas.band(0, HEIGHT, hexed("dcebc9"), hexed("86ab7d"))
    canvas.glow(760, 150, 460, hexed("fffbe0"), 0.9)
    for layer in range(4):
        _trunks(canvas, layer)
        canvas.mist(200, 900, hexed("e4f0d0"), 0.42 - 0.1 * layer)
    for ray in range(5):
        left = 520 + ray * 92
        beam: list[Point] = [(left, 0), (left + 42, 0), (left - 190, 640), (left - 300, 640)]
        canvas.veil(beam, hexed("fffde6"), 0.13)
    canvas.shape(below(hills(606, 14, 2)), hexed("4c7a45"), hexed("2a4d2c"))
    for number in range(46):
        _fern(canvas, scatter(number * 3) * WIDTH, 618 + 62 * scatter(number + 7), number)


def _trunks(canvas: Canvas, layer: int) -> None:
    colour = mixed(hexed("a9c49c"), hexed("2b3f2c"), layer / 3)
    wide, count = 7 + 7 * layer, 15 - 3 * layer
    for number in range(count):
        x = WIDTH * (number + 0.1 + 0.8 * scatter(layer * 50 + number * 7 + 2)) / count
        foot = 560 + 34 * layer
        canvas.shape(
            [(x - wide * 0.6, -4), (x + wide * 0.6, -4), (x + wide, foot), (x - wide, foot)],
            mixed(colour, hexed("e8f2d8"), 0.2),
            colour,
        )
        root = [(x - wide * 1.8, foot + 12), (x, foot - 90), (x + wide * 1.8, foot + 12)]
        canvas.shape(root, colour)
        for leaf in range(5):
            across = (scatter(number * 17 + leaf * 3 + layer) - 0.5) * 220
            size = 24 + 13 * layer
            canvas.disc(x + across, 20 + 46 * scatter(leaf + number), size, _leaf(layer, leaf))


def _leaf(layer: int, leaf: int) -> Colour:
    green = mixed(hexed("b9d3a0"), hexed("3d6b3a"), layer / 3)
    return mixed(green, hexed("f2ffd2"), 0.12 * (leaf % 3))


def _fern(canvas: Canvas, x: float, foot: float, number: int) -> None:
    green = mixed(hexed("7fb35a"), hexed("2f5c31"), scatter(number + 21))
    for blade in range(-3, 4):
        tip = (x + blade * 13, foot - 44 + abs(blade) * 9)
        canvas.shape([(x - 3, foot), tip, (x + 3, foot)], green)


def lake(canvas: Canvas) -> None:
    """A still lake after sunset."""
    canvas.band(0, 400, hexed("4a4a86"), hexed("ffb98a"))
    canvas.glow(600, 366, 420, hexed("ffe2a8"), 0.95)
    canvas.disc(600, 340, 46, hexed("fff0c4"))
    for number, (x, y) in enumerate(((210, 120), (420, 86), (930, 110))):
        canvas.oval((x, y, x + 220 + 40 * number, y + 13), hexed("d78f93"))
        canvas.oval((x + 60, y + 16, x + 190, y + 24), hexed("e8a493"))
    canvas.shape(below(peaks(372, 210, 12)), hexed("7a5f88"), hexed("c08a86"))
    canvas.shape(below(peaks(396, 150, 21)), hexed("4f4770"), hexed("8a6677"))
    canvas.shape(below(hills(396, 20, 6)), hexed("33355a"), hexed("4a4060"))
    canvas.mirror(410, hexed("2f315c"), 0.55)
    ripples(canvas, 430, 660, hexed("ffd9a4"), 5)
    _boat(canvas, 770, 520)
    canvas.shape(
        below([(x, 664 - 60 * (1 - x / 400) ** 2) for x in range(0, 410, 10)]), hexed("191c38")
    )
    for reed in range(14):
        x = 8 + reed * 21
        tip = (x + 16 * scatter(reed) - 4, 560 + 40 * scatter(reed * 3) - 26 + reed * 5)
        canvas.line([(x, 668), tip], hexed("191c38"), 2.4)


def _boat(canvas: Canvas, x: float, y: float) -> None:
    dark = hexed("14162c")
    canvas.shape([(x - 104, y - 9), (x + 104, y - 11), (x + 66, y + 12), (x - 70, y + 12)], dark)
    canvas.shape([(x + 30, y - 8), (x + 36, y - 52), (x + 54, y - 52), (x + 60, y - 8)], dark)
    canvas.disc(x + 45, y - 60, 9, dark)
    canvas.shape([(x + 22, y - 62), (x + 45, y - 82), (x + 68, y - 62)], dark)
    canvas.line([(x + 40, y - 40), (x - 30, y + 24)], dark, 3)
    canvas.veil(
        [(x - 96, y + 14), (x + 90, y + 14), (x + 40, y + 48), (x - 50, y + 48)], dark, 0.35
    )


def road(canvas: Canvas) -> None:
    """A road that winds up the hills."""
    canvas.band(0, 320, hexed("6fb4e0"), hexed("e8f6f4"))
    cloud(canvas, 300, 110, 40)
    cloud(canvas, 900, 80, 30)
    canvas.shape(below(peaks(280, 190, 7)), hexed("6f9db4"), hexed("a9cdc4"))
    canvas.shape(below(hills(300, 44, 15)), hexed("5f9f7c"), hexed("9ccb8a"))
    canvas.shape(below(hills(400, 60, 11)), hexed("4f9a58"), hexed("a7d477"))
    bushes(canvas, 690, 30, hexed("3b7f43"), 3)
    _winding(canvas, 1.5, hexed("d9d2bd"))
    _winding(canvas, 1.2, hexed("6d7378"))
    _middle_line(canvas)
    for number in range(12):
        side = -1 if number % 2 else 1
        depth = 0.16 + number * 0.07
        x, y, half = _course(depth)
        size = 26 + 90 * depth
        aside = x + side * (half * 1.5 + 50 + 150 * depth + 90 * scatter(number))
        tree(canvas, aside, y + 6, size, _green(number), hexed("57432f"))
    stilt_house(canvas, 420, 366, 70, hexed("8a5f44"))
    stilt_house(canvas, 505, 378, 56, hexed("94694a"))


def _course(depth: float) -> tuple[float, float, float]:
    """Middle and half width of the road, from far (0) to near (1)."""
    y = 318 + 380 * depth**1.25
    x = 640 + (60 + 250 * depth) * sin(7.2 * depth + 0.5) * (1 - 0.35 * depth)
    return x, y, 4 + 92 * depth**1.7


def _winding(canvas: Canvas, wide: float, colour: Colour) -> None:
    steps = [_course(step / 80) for step in range(81)]
    left = [(x - half * wide, y) for x, y, half in steps]
    right = [(x + half * wide, y) for x, y, half in steps]
    canvas.shape([*left, *reversed(right)], colour)


def _middle_line(canvas: Canvas) -> None:
    for number in range(6, 40, 2):
        start, end = _course(number / 40), _course((number + 1) / 40)
        canvas.line([start[:2], end[:2]], hexed("f5f1e4"), 0.8 + start[2] * 0.06)


def _green(number: int) -> Colour:
    return mixed(hexed("2f7d4a"), hexed("6fae4e"), scatter(number * 5))
