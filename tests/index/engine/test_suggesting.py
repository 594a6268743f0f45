"""Titles and phrases that an engine has for what a reader began to type."""

from dataclasses import replace
from datetime import timedelta

from index.document import Document
from index.engine import Engine
from index.spelling import propose
from index.suggest import Begun, suggest
from tests.index.documents import NOW, document, start, store

LATER = NOW + timedelta(days=1)


def newsroom() -> list[Document]:
    public = [
        document(str(number), f"Sinh hoạt chi bộ {number}", body="Cán bộ học tập nghị quyết")
        for number in range(3)
    ]
    hidden = [
        document(f"h{number}", "Sinh hoạt mật vụ", body="Cán bộ tuyệt mật", visible_from=LATER)
        for number in range(3)
    ]
    return [*public, *hidden, document("one", "Họp chi hội", body="Chi hội phụ nữ")]


def texts(engine: Engine, typed: str) -> set[str]:
    found = suggest(engine, Begun(typed), "article", NOW, 10)
    return {phrase.text for phrase in found.phrases.values()}


def test_titles_that_hold_what_was_begun(engine: Engine) -> None:
    """The search box would stay empty while a reader types."""
    start(engine, *newsroom())
    for typed in ("sinh ho", "bo sinh", "SINH HOẠT CHI B", "hoat "):
        found = suggest(engine, Begun(typed), "article", NOW, 10)
        assert {hit.id for hit in found.titles.hits} == {"0", "1", "2"}, typed
    assert suggest(engine, Begun("sinh"), "page", NOW, 10).titles.total == 0


def test_phrases_that_several_documents_hold(engine: Engine) -> None:
    """Only titles would be proposed, or what stands in a single text."""
    start(engine, *newsroom())
    assert "cán bộ học tập" in texts(engine, "can bo ho") | texts(engine, "can bo ")
    assert "nghị quyết" in texts(engine, "nghi q")
    assert texts(engine, "phu n") == set()


def test_no_word_of_a_hidden_text_is_proposed(engine: Engine) -> None:
    """A reader would learn from the search box what a text before its time says."""
    start(engine, *newsroom())
    for typed in ("sinh hoat m", "mat v", "tuyet m", "m", "can bo t", "sinh hoat ", "can bo "):
        assert not any("mật" in one for one in texts(engine, typed)), typed
    later = suggest(engine, Begun("sinh hoat m"), "article", LATER, 10)
    assert {hit.id for hit in later.titles.hits} == {"h0", "h1", "h2"}


def test_deleted_documents_are_forgotten(engine: Engine) -> None:
    """What was taken back would be proposed until the next merge."""
    start(engine, *newsroom())
    store(engine, *(replace(one, body="khác") for one in newsroom()))
    assert texts(engine, "nghi q") == set()


def test_proposals_from_the_vocabulary(engine: Engine) -> None:
    """A slip would be mended in tests only."""
    start(engine, *newsroom())
    store(engine, document("more", "Chi bộ thôn"))
    assert propose("sinh hoatt chi bo", engine.vocabulary())[0] == "sinh hoạt chi bộ"
    assert propose("can bo", engine.vocabulary())[0] == "cán bộ"


def test_an_empty_index(engine: Engine) -> None:
    """The first day of a newsroom would begin with an error."""
    assert texts(engine, "a") == set()
