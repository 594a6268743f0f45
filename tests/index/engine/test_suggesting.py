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


def cited() -> list[Document]:
    """Documents in the order of how many cite them, and one that only a hidden text cites."""
    numbers = {
        "a": ("10-ct/tw", "87/2015/nd-cp"),
        "b": ("10-ct/tw",),
        "c": ("10-hd/btctw", "100/2019/nd-cp", "5-ct/tw"),
    }
    texts = {"a": "Chỉ thị 10, Nghị định 87", "b": "Chỉ thị 10", "c": "Hướng dẫn 10, Nghị định 100"}
    public = [
        replace(document(name, texts[name], body="Chỉ thị 05"), document_numbers=own)
        for name, own in numbers.items()
    ]
    hidden = replace(
        document("h", "Chỉ thị 10", visible_from=LATER), document_numbers=("10-ct/tu",)
    )
    return [*public, hidden]


def test_numbers_of_documents_that_are_cited(engine: Engine) -> None:
    """A reader would have to know a number to its end, and how it is printed."""
    start(engine, *cited())
    assert texts(engine, "10-ct") == {"10-CT/TW"}
    assert texts(engine, "10") == set()
    assert texts(engine, "10-") == {"10-CT/TW", "10-HD/BTCTW"}
    assert texts(engine, "chi thi 10") == {"chỉ thị 10-CT/TW"}
    assert texts(engine, "05-ct") == texts(engine, "5 CT/") == {"5-CT/TW"}
    assert texts(engine, "nghị định 87/") == {"nghị định 87/2015/NĐ-CP"}
    assert texts(engine, "Nghi dinh 1") == {"Nghị định 100/2019/NĐ-CP"}
    assert texts(engine, "hướng dẫn 10-ct") == set()
    found = suggest(engine, Begun("10-"), "article", NOW, 10)
    assert [one.documents for one in found.phrases.values()] == [2, 1]
    assert suggest(engine, Begun("10-"), "page", NOW, 10).phrases == {}


def test_abbreviations_are_in_capitals(engine: Engine) -> None:
    """Readers would be shown "ubnd tỉnh"."""
    start(engine, *(document(str(number), body="UBND tỉnh họp") for number in range(2)))
    assert texts(engine, "ubnd t") == {"UBND tỉnh", "UBND tỉnh họp"}
    assert "UBND" in texts(engine, "ubn")


def test_what_goes_on_is_remembered_as_long_as_the_index_is_one(engine: Engine) -> None:
    """What was published a minute ago would not be proposed, or what was taken back still be."""
    start(engine, *newsroom())
    assert texts(engine, "nghi q") == texts(engine, "nghi q") == {"nghị quyết"}
    more = [document(str(number), "Nghỉ quanh năm") for number in range(10, 16)]
    store(engine, *more)
    assert "nghỉ quanh năm" in texts(engine, "nghi q")
    later = [replace(one, visible_from=LATER) for one in more]
    store(engine, *later)
    assert texts(engine, "nghi q") == {"nghị quyết"}


def test_no_word_of_a_hidden_text_is_proposed(engine: Engine) -> None:
    """A reader would learn from the search box what a text before its time says."""
    start(engine, *newsroom())
    for typed in ("sinh hoat m", "mat v", "tuyet m", "m", "can bo t", "sinh hoat ", "can bo "):
        assert not any("mật" in one for one in texts(engine, typed)), typed
    later = suggest(engine, Begun("sinh hoat m"), "article", LATER, 10)
    assert {hit.id for hit in later.titles.hits} == {"h0", "h1", "h2"}
    start(engine, *cited())
    for typed in ("10-ct/t", "10-ct/tu", "chi thi 10-"):
        assert not any("TU" in one for one in texts(engine, typed)), typed
    found = suggest(engine, Begun("10-ct/t"), "article", LATER, 10)
    assert {one.text for one in found.phrases.values()} == {"10-CT/TW", "10-CT/TU"}


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
