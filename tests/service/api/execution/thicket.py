"""A schema in which anything may be late, missing or wrong, and documents that ask for it all."""

import asyncio
from enum import Enum
from typing import Any

import strawberry
from hypothesis import strategies as st


@strawberry.enum
class Colour(Enum):
    RED = "red"
    BLUE = 2


class Wrong(Exception):
    """What a resolver raises."""


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Leaf(Named):
    size: int

    @strawberry.field
    def colour(self) -> Colour:
        return Colour.RED if self.size % 2 else Colour.BLUE


@strawberry.type
class Branch(Named):
    depth: strawberry.Private[int]

    @strawberry.field
    def sound(self) -> str | None:
        return None if self.depth % 2 else "sigh"

    @strawberry.field
    def broken(self) -> str | None:
        raise Wrong("broken")

    @strawberry.field
    def broken_for_good(self) -> str:
        raise Wrong("broken for good")

    @strawberry.field
    async def late(self) -> str:
        await asyncio.sleep(0)
        return f"late {self.depth}"

    @strawberry.field
    async def late_and_broken(self) -> str:
        await asyncio.sleep(0)
        raise Wrong("late and broken")

    @strawberry.field
    async def late_and_missing(self) -> str | None:
        await asyncio.sleep(0)
        return None

    @strawberry.field
    def missing_for_good(self) -> str:
        return None  # type: ignore[return-value]

    @strawberry.field
    def number(self, times: int = 1, plus: list[int] | None = None) -> int:
        return self.depth * times + sum(plus or [])

    @strawberry.field
    def too_large(self) -> int | None:
        return 2**40

    @strawberry.field
    def branch(self) -> "Branch":
        return Branch(name="b", depth=self.depth + 1)

    @strawberry.field
    async def perhaps(self, there: bool = True) -> "Branch | None":
        await asyncio.sleep(0)
        return Branch(name="p", depth=self.depth + 1) if there else None

    @strawberry.field
    async def branches(self, count: int = 2) -> list["Branch"]:
        await asyncio.sleep(0)
        return [Branch(name=str(number), depth=number) for number in range(count)]

    @strawberry.field
    def with_holes(self) -> list["Branch | None"] | None:
        return [Branch(name="x", depth=1), None, Branch(name="y", depth=2)]

    @strawberry.field
    def without_holes(self) -> list["Branch"] | None:
        return [Branch(name="x", depth=1), None]  # type: ignore[list-item]

    @strawberry.field
    def words(self) -> list[str]:
        return ["a", "b"]

    @strawberry.field
    async def named(self) -> list[Named]:
        return [Leaf(name="l", size=self.depth), Branch(name="n", depth=self.depth + 1)]


@strawberry.type
class Query:
    @strawberry.field
    def root(self) -> Branch | None:
        return Branch(name="root", depth=0)

    @strawberry.field
    async def late_root(self) -> Branch:
        await asyncio.sleep(0)
        return Branch(name="late root", depth=0)


class Quiet(strawberry.Schema):
    def process_errors(self, *_: Any) -> None:
        """Logs nothing: nearly every answer has errors, and is meant to."""


schema = Quiet(Query, types=[Leaf])

PLAIN = (
    "name",
    "__typename",
    "sound",
    "broken",
    "brokenForGood",
    "late",
    "lateAndBroken",
    "lateAndMissing",
    "missingForGood",
    "number",
    "tooLarge",
    "words",
)
NESTING = ("branch", "perhaps", "branches", "withHoles", "withoutHoles")
ARGUMENTS = {
    "number": [
        "",
        "(times: 3)",
        "(times: $n)",
        "(plus: [1, 2])",
        "(plus: 4)",
        "(times: 2, plus: $l)",
    ],
    "perhaps": ["", "(there: $yes)", "(there: false)"],
    "branches": ["", "(count: 0)", "(count: $n)"],
}
CONDITIONS = ["", "", "", "", " @include(if: $yes)", " @skip(if: $yes)", " @skip(if: false)"]


@st.composite
def selections(draw: st.DrawFn, depth: int = 3, prefix: str = "k") -> str:
    """The inside of a selection of a Branch. Names in the answer never clash."""
    parts = []
    for number in range(draw(st.integers(1, 5))):
        choice = draw(st.integers(0, 9))
        key = f"{prefix}{number}: "
        condition = draw(st.sampled_from(CONDITIONS))
        if choice < 5 or not depth:
            name = draw(st.sampled_from(PLAIN))
            given = draw(st.sampled_from(ARGUMENTS.get(name, [""])))
            parts.append(f"{key}{name}{given}{condition}")
            continue
        inner = draw(selections(depth - 1, f"{prefix}{number}_"))
        if choice == 5:
            parts.append(f"... on Branch{condition} {{ {inner} }}")
        elif choice == 6:
            own = f"... on Leaf {{ size colour }} ... on Branch {{ {inner} }}"
            parts.append(f"{key}named{condition} {{ name {own} }}")
        else:
            name = draw(st.sampled_from(NESTING))
            given = draw(st.sampled_from(ARGUMENTS.get(name, [""])))
            parts.append(f"{key}{name}{given}{condition} {{ {inner} }}")
    return " ".join(parts)


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A document and its variables."""
    roots = " ".join(
        f"r{number}: {draw(st.sampled_from(['root', 'lateRoot']))} {{ {draw(selections())} }}"
        for number in range(draw(st.integers(1, 2)))
    )
    used = "__typename @include(if: $yes) r9: root { number(times: $n, plus: $l) }"
    document = f"query ($yes: Boolean!, $n: Int! = 2, $l: [Int!]) {{ {used} {roots} }}"
    variables: dict[str, Any] = {"yes": draw(st.booleans())}
    if draw(st.booleans()):
        variables["n"] = draw(st.integers(0, 3))
    if draw(st.booleans()):
        variables["l"] = draw(st.none() | st.lists(st.integers(0, 3), max_size=2))
    return document, variables
