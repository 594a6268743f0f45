"""The list of synonyms: replaced as a whole, and only by one that makes sense."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.content.account import Role
from service.content.change import Outbox
from service.content.synonym import SynonymEntry as Entry
from service.errors import Forbidden, Refused, TooLong, Unauthenticated
from service.operations import synonyms
from service.operations.synonyms import MAX_SYNONYMS, MAX_TERMS
from service.permissions import PUBLIC, SYSTEM, Actor
from tests.service.operations.desk import Desk
from tests.service.operations.transfers import Services

CASES = Path(__file__).parents[4] / "shared" / "vietnamese-cases.json"
UBND = Entry(("UBND", "ủy ban nhân dân"))
EDITOR = Actor(1, Role.EDITOR)


def replace(desk: Desk, *wanted: Entry, actor: Actor = SYSTEM) -> int:
    return desk.do(lambda session: synonyms.replace(session, actor, wanted))


def listed(desk: Desk) -> list[Entry]:
    return desk.see(synonyms.entries)


def test_a_new_newsroom_has_the_usual_abbreviations(desk: Desk) -> None:
    """Readers who type UBND would find little until an editor had thought of it."""
    there = listed(desk)
    assert len(there) == 10
    assert there[0] == UBND
    assert Entry(("TP.HCM", "thành phố Hồ Chí Minh")) in there
    if CASES.is_file():
        cases: Any = json.loads(CASES.read_text(encoding="utf-8"))
        assert [list(one.terms) for one in there] == cases["abbreviations"]["defaults"]
    assert replace(desk, *there) == 10  # they are what an editor may set, too


def test_the_list_is_replaced_as_a_whole(desk: Desk) -> None:
    """Entries that an editor has taken out would still be searched, or come in another order."""
    many = [Entry((f"a{number}", f"b{number}")) for number in range(MAX_SYNONYMS)]
    assert replace(desk, *many, actor=EDITOR) == MAX_SYNONYMS
    assert listed(desk) == many
    assert replace(desk, Entry(("xe đạp",), "xe"), UBND) == 2
    assert listed(desk) == [Entry(("xe đạp",), "xe"), UBND]
    rows = desk.count(Outbox)
    assert replace(desk) == 0
    assert listed(desk) == []
    assert desk.count(Outbox) == rows


def test_terms_are_cleaned(desk: Desk) -> None:
    """Two spellings that look alike would be two."""
    replace(desk, Entry(("  U\u200bBND ", "u\u0309y  ban\nnhân dân"), None))
    assert listed(desk) == [UBND]


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        ([Entry(())], [("REQUIRED", "synonyms.0.terms")]),
        ([Entry((), "xe")], [("REQUIRED", "synonyms.0.terms")]),
        ([UBND, Entry(("một",))], [("INVALID", "synonyms.1.terms")]),
        ([Entry(("", "  ", "x"))], [("REQUIRED", f"synonyms.0.terms.{n}") for n in (0, 1)]),
        ([Entry(("x",), "")], [("REQUIRED", "synonyms.0.oneWayTo")]),
        ([Entry(("--", "x"))], [("INVALID", "synonyms.0.terms.0")]),
        ([Entry(("a\x00b", "x"))], [("INVALID", "synonyms.0.terms.0")]),
        ([Entry(("\ud800", "x"))], [("INVALID", "synonyms.0.terms.0")]),
        ([Entry(("a" * 101, "x"))], [("TOO_LONG", "synonyms.0.terms.0")]),
        ([Entry(("x",), "a" * 101)], [("TOO_LONG", "synonyms.0.oneWayTo")]),
        ([Entry(("a" * 100_000, "x"))], [("TOO_LONG", "synonyms.0.terms.0")]),
        ([Entry(("x",) * (MAX_TERMS + 1))], [("TOO_LONG", "synonyms.0.terms")]),
        ([Entry(("x", "X"))], [("NOT_UNIQUE", "synonyms.0.terms.1")]),
        ([Entry(("hòa", "hoà"))], [("NOT_UNIQUE", "synonyms.0.terms.1")]),
        ([UBND, Entry(("ubnd", "x"))], [("NOT_UNIQUE", "synonyms.1.terms.0")]),
        ([UBND, Entry(("x", "Uy ban nhan dan"))], [("NOT_UNIQUE", "synonyms.1.terms.1")]),
        ([Entry(("xe",), "Xe")], [("NOT_UNIQUE", "synonyms.0.terms.0")]),
        ([Entry(("a",), "b"), Entry(("A",), "B")], [("NOT_UNIQUE", "synonyms.1.terms.0")]),
        (
            [Entry(("x",)), Entry(("", "y"))],
            [("INVALID", "synonyms.0.terms"), ("REQUIRED", "synonyms.1.terms.0")],
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    desk: Desk, wanted: list[Entry], refused: list[tuple[str, str]]
) -> None:
    """An editor would not learn which line of the form is wrong, or half of it would be kept."""
    before = listed(desk)
    with pytest.raises(Refused) as said:
        replace(desk, *wanted)
    assert [(one.code, ".".join(one.field)) for one in said.value.refusals] == refused
    assert listed(desk) == before


def test_a_term_may_go_several_ways(desk: Desk) -> None:
    """An abbreviation could not stand for a word of its own and belong to a wider one."""
    wanted = [Entry(("ô tô", "xe hơi")), Entry(("ô tô",), "xe"), Entry(("ô tô",), "máy")]
    assert replace(desk, *wanted) == 3


def test_there_are_not_too_many(desk: Desk) -> None:
    """One request would slow down every search."""
    with pytest.raises(TooLong):
        replace(desk, *[UBND] * (MAX_SYNONYMS + 1))


def test_only_editors_replace_it(desk: Desk) -> None:
    """Anyone could bend what readers find."""
    with pytest.raises(Unauthenticated):
        replace(desk, actor=PUBLIC)
    for actor in (Actor(1, Role.WRITER), Actor(1, Role.EDITOR, frozenset({"tags"}))):
        with pytest.raises(Forbidden):
            replace(desk, actor=actor)
    assert replace(desk, actor=Actor(1, Role.EDITOR, frozenset({"search"}))) == 0


def test_they_move_with_the_newsroom(services: Services) -> None:
    """A newsroom that moves would find less, or have its deleted synonyms back."""
    old, new = services(), services()
    wanted = [UBND, Entry(("xe đạp",), "xe")]
    for kept in (wanted, []):
        with old.store.transaction() as session:
            synonyms.replace(session, SYSTEM, kept)
        exported = old.export()
        assert new.read(old.folder / "export.jsonl", strict=True).bad == []
        assert new.ask(synonyms.entries) == kept
        assert new.export() == exported


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"synonyms": None}, "synonyms: This field is required."),
        ({"synonyms": [{"terms": "x"}]}, "synonyms.0.terms: It must be a list."),
        ({"synonyms": [{"terms": ["x", 1]}]}, "synonyms.0.terms.1: It must be a text."),
        ({"synonyms": [{"terms": ["x"]}]}, "synonyms.0.terms: One term alone"),
    ],
)
def test_a_bad_line_leaves_the_list_alone(services: Services, line: Any, reason: str) -> None:
    """A slip in a file would take away all synonyms."""
    service = services()
    ((_, said),) = service.load({"type": "synonyms", **line}).bad
    assert said.startswith(reason)
    assert len(service.ask(synonyms.entries)) == 10
