"""Which fragment spreads which: circles, fragments nobody spreads, and what each leads to."""

from collections.abc import Callable, Iterable, Iterator

from graphql import FragmentSpreadNode

from service.api.validation.problems import Problems, cut
from service.api.validation.walk import Definition

Fragments = dict[str, Definition]


def in_order(fragments: Fragments, problems: Problems) -> list[str] | None:
    """Their names, each after those that it spreads; None where one comes back to itself."""
    order: list[str] = []
    known: set[str] = set()
    round_about = False
    for root in fragments:
        if root in known:
            continue
        known.add(root)
        path: dict[str, Iterator[tuple[str, FragmentSpreadNode]]] = {
            root: _spreads(fragments, root)
        }
        while path:
            name = next(reversed(path))
            spread = next(path[name], None)
            if spread is None:
                path.popitem()
                order.append(name)
            elif spread[0] in path:
                round_about = True
                _circle(problems, list(path), *spread)
            elif spread[0] in fragments and spread[0] not in known:
                known.add(spread[0])
                path[spread[0]] = _spreads(fragments, spread[0])
    return None if round_about else order


def _spreads(fragments: Fragments, name: str) -> Iterator[tuple[str, FragmentSpreadNode]]:
    return iter(fragments[name].spreads.items())


def _circle(problems: Problems, path: list[str], name: str, node: FragmentSpreadNode) -> None:
    between = path[path.index(name) + 1 :]
    way = f" by way of '{cut(between[0])}'" if between else ""
    problems.add(f"Fragment '{cut(name)}' spreads itself{way}.", node)


def judge_unused(
    fragments: Fragments, operations: Iterable[Definition], problems: Problems
) -> None:
    used: set[str] = set()
    todo = [name for one in operations for name in one.spreads]
    while todo:
        name = todo.pop()
        if name not in used and name in fragments:
            used.add(name)
            todo += fragments[name].spreads
    for name, one in fragments.items():
        if name not in used:
            problems.add(f"Fragment '{cut(name)}' is never used.", one.node)


def reached(
    order: list[str],
    fragments: Fragments,
    spreads: Callable[[Definition], Iterable[str]],
    counts: Callable[[Definition], object],
) -> dict[str, dict[str, None]]:
    """Of each fragment the names of those it leads to, itself among them, that count."""
    known: dict[str, dict[str, None]] = {}
    for name in order:
        one = fragments[name]
        names = {name: None} if counts(one) else {}
        for spread in spreads(one):
            names |= known.get(spread, {})
        known[name] = names
    return known
