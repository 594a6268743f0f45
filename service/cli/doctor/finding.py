"""What the doctor found, one thing at a time."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is, and if not well, how to mend it."""

    level: Level
    part: str
    text: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<4}  {self.part}: {self.text}"
        return f"{line} -> {self.mend}" if self.mend else line


def ok(part: str, text: str) -> Finding:
    return Finding(Level.OK, part, text)


def warn(part: str, text: str, mend: str) -> Finding:
    return Finding(Level.WARN, part, text, mend)


def fail(part: str, text: str, mend: str) -> Finding:
    return Finding(Level.FAIL, part, text, mend)
