"""The pictures of the demo newsroom, drawn by this program: the same bytes every time."""

from collections.abc import Callable
from pathlib import Path

from service.demo import buildings, gatherings, landscapes
from service.demo.canvas import Canvas

QUALITY = 88

PICTURES: dict[str, Callable[[Canvas], None]] = {
    "ban-nha-san.jpg": buildings.village,
    "bieu-do-tang-truong.jpg": gatherings.chart,
    "cau-song-van.jpg": buildings.bridge,
    "cho-phien.jpg": gatherings.market,
    "doi-che.jpg": landscapes.tea,
    "duong-len-ban.jpg": landscapes.road,
    "ho-moc-tam.jpg": landscapes.lake,
    "le-hoi-den-long.jpg": gatherings.lanterns,
    "nui-may.jpg": landscapes.clouds_at_dawn,
    "rung-gia.jpg": landscapes.forest,
    "ruong-bac-thang.jpg": landscapes.terraces,
    "san-truong.jpg": buildings.school,
    "tram-y-te.jpg": buildings.clinic,
    "tru-so-ubnd.jpg": buildings.offices,
}
"""By the name of the file, as the articles call it."""


def draw_pictures(folder: Path) -> list[Path]:
    """Draws every picture into the folder, 1200 x 675 pixels each; returns the files."""
    return [_draw(folder / name, paint) for name, paint in PICTURES.items()]


def _draw(path: Path, paint: Callable[[Canvas], None]) -> Path:
    canvas = Canvas()
    paint(canvas)
    canvas.finished().save(path, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return path
