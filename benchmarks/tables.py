"""What is printed: tables, and at the end the goals with what was measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Column, Table

SET_FOR = "20,000 and 100,000"


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that is wanted, and what it is in this run."""

    name: str
    wanted: float
    measured: float
    unit: str = "x"
    at_least: bool = False

    @property
    def met(self) -> bool:
        if self.at_least:
            return self.measured >= self.wanted
        return self.measured <= self.wanted

    @property
    def row(self) -> tuple[str, str, str, str]:
        bound = "at least" if self.at_least else "at most"
        return (
            self.name,
            f"{bound} {self.wanted:,g} {self.unit}",
            f"{self.measured:,.3g} {self.unit}"
            if self.measured < 1_000
            else f"{self.measured:,.0f} {self.unit}",
            "yes" if self.met else "NO",
        )


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], note: str = ""
) -> Table:
    """The first column is words, the others are figures."""
    first = Column(columns[0], min_width=24)
    others = [Column(name, justify="right", no_wrap=True) for name in columns[1:]]
    made = Table(first, *others, title=title, caption=note or None, title_justify="left")
    made.caption_justify = "left"
    for row in rows:
        made.add_row(*row)
    return made


def goals(found: Sequence[Goal], size: int) -> Table:
    columns = ("goal", "wanted", "measured", "met")
    title = f"Goals, {size:,} articles; they are set for {SET_FOR}"
    return table(title, columns, (goal.row for goal in found))


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.2f}"


def times(factor: float) -> str:
    return f"{factor:,.2f}" if factor < 100 else f"{factor:,.0f}"
