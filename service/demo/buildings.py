"""Pictures of what people built: bridge, houses, school, clinic, offices."""

from math import pi, sin

from service.demo.canvas import (
    HEIGHT,
    WIDTH,
    Canvas,
    Colour,
    below,
    hexed,
    hills,
    mixed,
    peaks,
    scatter,
)
from service.demo.nature import (
    DARK,
    WHITE,
    bushes,
    cloud,
    head,
    palm,
    person,
    ripples,
    stilt_house,
    tree,
)

_STEEL = hexed("b8473a")
_TILES = hexed("c0553d")
_TRUNK = hexed("57432f")


def bridge(canvas: Canvas) -> None:
    """An arch over a river at dawn."""
    canvas.band(0, 420, hexed("5a86b8"), hexed("c9c4cf"), hexed("ffd9ae"))
    canvas.glow(300, 330, 360, hexed("fff0c8"), 0.95)
    canvas.disc(300, 318, 40, hexed("fffbe8"))
    canvas.shape(below(peaks(400, 190, 17)), hexed("8fa3bd"), hexed("d3c6c2"))
    canvas.shape(below(hills(398, 36, 4)), hexed("5f7f8c"), hexed("93a79d"))
    bushes(canvas, 428, 16, hexed("48685f"), 8)
    _span(canvas)
    canvas.mirror(438, hexed("3f6a86"), 0.5)
    ripples(canvas, 452, 660, hexed("ffe6c2"), 9)
    bushes(canvas, 684, 34, hexed("2f4d45"), 14)


def _span(canvas: Canvas) -> None:
    deck, left, right, rise = 352.0, 330.0, 870.0, 190.0
    for pier in (110, 220, 330, 870, 980, 1090):
        canvas.box((pier - 11, deck, pier + 11, 438), hexed("d9d3cb"), hexed("a39c95"))
    for low in (0, 13):
        arch = [
            (x, deck - low - rise * sin(pi * (x - left) / (right - left)))
            for x in range(330, 871, 6)
        ]
        canvas.line(arch, mixed(_STEEL, DARK, 0.1 + low / 60), 7)
    for x in range(360, 870, 30):
        top = deck - rise * sin(pi * (x - left) / (right - left))
        canvas.line([(x, top), (x, deck)], hexed("d98a78"), 2)
    canvas.box((-4, deck - 4, WIDTH + 4, deck + 12), hexed("e9e3da"), hexed("b9b1a8"))
    canvas.line([(0, deck - 14), (WIDTH, deck - 14)], hexed("8d8a88"), 2)
    for x in range(0, WIDTH, 40):
        canvas.line([(x, deck - 14), (x, deck - 4)], hexed("8d8a88"), 2)
    for x, colour in ((420, "e3b23c"), (610, "f4f1ea"), (742, "3f7cac")):
        canvas.box((x, deck - 22, x + 30, deck - 6), hexed(colour))
        canvas.box((x + 18, deck - 19, x + 27, deck - 13), DARK)


def village(canvas: Canvas) -> None:
    """Houses on stilts at the foot of the hills."""
    canvas.band(0, 340, hexed("86c5e6"), hexed("f6f3dc"))
    cloud(canvas, 820, 100, 36)
    canvas.shape(below(peaks(300, 230, 23)), hexed("5c8f8f"), hexed("9cc0a4"))
    canvas.mist(210, 380, hexed("f4f6e4"), 0.6)
    canvas.shape(below(hills(340, 54, 10)), hexed("3f8458"), hexed("7fb768"))
    bushes(canvas, 420, 20, hexed("3b7a4c"), 2)
    canvas.band(414, HEIGHT, hexed("a4c867"), hexed("7fb04b"))
    for number, (x, foot, size) in enumerate(
        ((190, 446, 170), (420, 430, 130), (980, 436, 150), (760, 462, 190), (560, 500, 230))
    ):
        tree(canvas, x - size * 0.66, foot + 3, size * 0.7, hexed("3f8a4e"), _TRUNK)
        stilt_house(canvas, x, foot, size, mixed(hexed("8b6245"), hexed("a5563c"), number / 5))
        _smoke(canvas, x + size * 0.2, foot - size * 0.84)
    _paddies(canvas)
    person(canvas, 330, 548, 50, hexed("36558f"))
    person(canvas, 372, 556, 54, hexed("9d3f52"))


def _smoke(canvas: Canvas, x: float, y: float) -> None:
    for puff in range(7):
        canvas.glow(x + puff * 5 + 4 * sin(puff), y - puff * 13, 12 + puff * 4, WHITE, 0.42)


def _paddies(canvas: Canvas) -> None:
    for row in range(5):
        top = 556 + row * 26
        edge = [(x, top + 5 * sin(x / 130 + row)) for x in range(0, WIDTH + 20, 20)]
        canvas.shape(below(edge), hexed("6f8f3e"))
        green = mixed(hexed("b9d765"), hexed("6fae43"), row / 4)
        canvas.shape(below([(x, y + 5) for x, y in edge]), green)
        for tuft in range(60):
            x = (tuft + 0.5 * (row % 2)) * 21
            y = top + 16 + 5 * sin(x / 130 + row)
            canvas.line([(x - 3, y - 7), (x, y), (x + 3, y - 7)], hexed("4f8c34"), 1.6)


def school(canvas: Canvas) -> None:
    """A school with its yard and flame trees."""
    canvas.band(0, 400, hexed("6ebbe8"), hexed("e6f6fb"))
    cloud(canvas, 200, 104, 42)
    cloud(canvas, 980, 80, 32)
    canvas.shape(below(hills(330, 60, 6)), hexed("7fb69a"), hexed("b4d8a6"))
    bushes(canvas, 420, 26, hexed("4d9459"), 5)
    canvas.band(436, HEIGHT, hexed("eed9b4"), hexed("d9bb8b"))
    _classrooms(canvas)
    canvas.box((0, 432, WIDTH, 442), hexed("8fbf6c"))
    for x, size in ((110.0, 260), (1085.0, 280)):
        tree(canvas, x, 500, size, hexed("e0553a"), _TRUNK)
        canvas.oval((x - 96, 494, x + 96, 516), hexed("c9a97a"))
        canvas.box((x - 5, 440, x + 5, 502), _TRUNK)
    for number in range(9):
        x, foot = 250 + number * 84 + 30 * scatter(number), 540 + 90 * scatter(number * 3 + 1)
        _pupil(canvas, x, foot, 62 + (foot - 540) * 0.32)


def _classrooms(canvas: Canvas) -> None:
    left, right = 220.0, 980.0
    canvas.shape(
        [(left - 26, 246), (left + 24, 196), (right - 24, 196), (right + 26, 246)],
        hexed("cf5a41"),
        hexed("a83f30"),
    )
    canvas.box((left, 246, right, 440), hexed("fbe7a8"), hexed("f1d184"))
    for floor in (252, 348):
        for room in range(8):
            x = left + 22 + room * 92
            door = room % 3 == 1
            glass = (x + 12, floor + 20, x + 62, floor + (84 if door else 62))
            canvas.box((x + 8, floor + 16, x + 66, glass[3] + 4), WHITE)
            canvas.box(
                glass,
                hexed("7a5236") if door else hexed("6fa9c8"),
                hexed("94684a") if door else hexed("b9dceb"),
            )
            canvas.line([(x + 37, floor + 20), (x + 37, glass[3])], WHITE, 2.5)
        canvas.box((left - 8, floor + 84, right + 8, floor + 92), hexed("e2b765"))
    for column in range(9):
        x = left + 4 + column * 92
        canvas.box((x, 246, x + 9, 440), hexed("fff6d8"), hexed("ecd9a6"))
    canvas.line([(left, 318), (right, 318)], hexed("c7793f"), 3)


def _pupil(canvas: Canvas, x: float, foot: float, height: float) -> None:
    canvas.oval((x - height * 0.24, foot - 5, x + height * 0.24, foot + 5), hexed("c9a97a"))
    for leg in (-0.09, 0.04):
        canvas.box((x + leg * height, foot - height * 0.4, x + (leg + 0.07) * height, foot), DARK)
    shirt = (x - height * 0.15, foot - height * 0.72, x + height * 0.15, foot - height * 0.34)
    canvas.box(shirt, WHITE, hexed("dfe8ee"))
    canvas.shape(
        [(x - 5, foot - height * 0.7), (x + 5, foot - height * 0.7), (x, foot - height * 0.5)],
        hexed("d23b32"),
    )
    head(canvas, x, foot - height * 0.85, height * 0.15)


def clinic(canvas: Canvas) -> None:
    """A village clinic with its garden of herbs."""
    canvas.band(0, 400, hexed("9ad0e4"), hexed("f4f7e6"))
    cloud(canvas, 260, 90, 30)
    canvas.shape(below(peaks(330, 180, 30)), hexed("86b3a6"), hexed("c3dcb9"))
    canvas.shape(below(hills(360, 40, 13)), hexed("6aa774"), hexed("a8d08a"))
    palm(canvas, 250, 440, 210, hexed("3f8a55"))
    palm(canvas, 985, 440, 240, hexed("37805a"))
    canvas.band(430, HEIGHT, hexed("a9cf77"), hexed("77ad4f"))
    _ward(canvas)
    canvas.shape(
        [(560, 440), (640, 440), (760, HEIGHT), (440, HEIGHT)], hexed("efe2c6"), hexed("d8c49c")
    )
    for side in (-1, 1):
        for row in range(4):
            _bed(canvas, side, row)
    person(canvas, 620, 520, 74, hexed("f2f5f7"))
    person(canvas, 660, 528, 70, hexed("6b4a8c"))


def _ward(canvas: Canvas) -> None:
    canvas.box((330, 290, 870, 440), WHITE, hexed("e4eef0"))
    canvas.shape([(296, 296), (360, 214), (840, 214), (904, 296)], hexed("cc6248"), hexed("9f4230"))
    for number in range(14):
        x = 366 + number * 36
        canvas.line([(x, 218), (x + (x - 600) * 0.13, 292)], hexed("b3523c"), 2)
    for x in (366, 456, 690, 780):
        canvas.box((x - 4, 326, x + 58, 394), hexed("c9d8da"))
        canvas.box((x, 330, x + 54, 390), hexed("79b5cc"), hexed("bfe0e8"))
        canvas.line([(x + 27, 330), (x + 27, 390)], WHITE, 3)
    canvas.box((556, 330, 644, 440), hexed("5f9a8c"), hexed("447a6f"))
    canvas.line([(600, 330), (600, 440)], hexed("d8ebe6"), 3)
    canvas.shape([(520, 326), (600, 262), (680, 326)], hexed("d9705a"), hexed("b14d3a"))
    canvas.disc(600, 304, 17, WHITE)
    canvas.box((596, 293, 604, 315), hexed("d6382f"))
    canvas.box((589, 300, 611, 308), hexed("d6382f"))
    canvas.box((320, 436, 880, 446), hexed("bdb6a4"))


def _bed(canvas: Canvas, side: int, row: int) -> None:
    top, deep = 470 + row * 50, 24 + row * 5
    near, far = 130 + row * 30, 560 + row * 20
    soil = [
        (600 + side * near, top),
        (600 + side * far, top),
        (600 + side * (far + 26), top + deep),
        (600 + side * (near + 14), top + deep),
    ]
    canvas.shape(soil, hexed("8a6a48"), hexed("6b4f34"))
    count = 17
    for number in range(count):
        x = 600 + side * (near + 16 + (far - near) * number / count)
        green = mixed(hexed("4f9a4a"), hexed("9ccf5c"), scatter(row * 40 + number))
        size = 11 + row * 2.4
        for lean in (-0.7, 0, 0.7):
            canvas.disc(
                x + lean * size,
                top + deep * 0.45 - size * (0.5 - abs(lean) * 0.4),
                size * 0.62,
                green,
            )
        if (number + row) % 4 == 0:
            canvas.disc(x, top + deep * 0.3 - size, size * 0.3, _flower(number))


def _flower(number: int) -> Colour:
    return (hexed("f2c14e"), hexed("e4687a"), hexed("b78be0"))[number % 3]


def offices(canvas: Canvas) -> None:
    """A seat of government behind a lawn."""
    canvas.band(0, 470, hexed("4f9fd6"), hexed("d9eff8"))
    cloud(canvas, 170, 130, 40)
    cloud(canvas, 1010, 96, 44)
    canvas.shape(below(hills(420, 40, 5)), hexed("8fbfae"), hexed("b9dcb4"))
    bushes(canvas, 470, 30, hexed("5a9c62"), 12)
    _wing(canvas, 140, 500, 236)
    _wing(canvas, 700, 1060, 236)
    _tower(canvas)
    canvas.band(478, HEIGHT, hexed("cdd5d6"), hexed("e6e7e2"))
    for side in (-1, 1):
        lawn = [
            (600 + side * 130, 500),
            (600 + side * 640, 500),
            (600 + side * 760, HEIGHT),
            (600 + side * 240, HEIGHT),
        ]
        canvas.shape(lawn, hexed("8cc56a"), hexed("5fa04a"))
        for number in range(4):
            x = 600 + side * (196 + number * 108)
            palm(canvas, x, 512, 118, hexed("3c8a58"))
            canvas.oval((x - 26, 506, x + 26, 518), hexed("6cab55"))
    canvas.oval((520, 560, 680, 606), hexed("b7bcb9"))
    canvas.oval((530, 562, 670, 598), hexed("7cc0dc"), hexed("4f9cc4"))
    for jet in range(-3, 4):
        arc = [
            (600 + jet * 14 * step / 10, 582 - 58 * sin(pi * step / 10) * (1 - abs(jet) / 6))
            for step in range(11)
        ]
        canvas.line(arc, hexed("eef8fc"), 1.6)


def _wing(canvas: Canvas, left: float, right: float, top: float) -> None:
    canvas.box((left, top, right, 480), hexed("f3efe6"), hexed("dcd6c8"))
    canvas.box((left - 8, top - 12, right + 8, top), hexed("b9ac96"))
    for floor in range(5):
        y = top + 18 + floor * 46
        for window in range(int((right - left - 20) / 34)):
            x = left + 14 + window * 34
            shine = mixed(hexed("4f87a8"), hexed("a9d3e6"), scatter(floor * 9 + window))
            canvas.box((x, y, x + 24, y + 32), shine, mixed(shine, WHITE, 0.35))
        canvas.line([(left, y + 39), (right, y + 39)], hexed("cfc7b6"), 2)


def _tower(canvas: Canvas) -> None:
    canvas.box((440, 130, 760, 480), hexed("fbf8f1"), hexed("e6e0d3"))
    canvas.box((430, 116, 770, 132), hexed("a5553f"))
    canvas.box((480, 96, 720, 116), hexed("efe9dd"), hexed("d8d0c0"))
    for strip in range(7):
        x = 466 + strip * 40
        canvas.box((x, 152, x + 28, 384), hexed("3f7ea3"), hexed("a5d2e6"))
        for floor in range(1, 7):
            canvas.line([(x, 152 + floor * 33), (x + 28, 152 + floor * 33)], hexed("e9f2f4"), 2)
    canvas.shape([(452, 400), (748, 400), (772, 424), (428, 424)], hexed("b8644c"), hexed("964a36"))
    canvas.box((470, 424, 730, 480), hexed("5d7f8f"), hexed("3f5d6b"))
    for column in range(6):
        x = 446 + column * 58
        canvas.box((x, 424, x + 18, 480), WHITE, hexed("d5d0c5"))
    for step in range(4):
        canvas.box(
            (420 - step * 12, 478 + step * 6, 780 + step * 12, 486 + step * 6),
            hexed("d9d4c8"),
            hexed("c4beb0"),
        )
