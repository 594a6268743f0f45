import time
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.content.citing import MAX_CITATIONS, MAX_PASSAGE, Cited, citations, cited_keys


def test_a_document_is_cited_once_with_all_that_is_said_of_it() -> None:
    """An article would list one document many times, each with a part of what it says."""
    texts = [
        "Sơ kết 10-CT/TW",
        "",
        "Theo Chỉ thị số 10-CT/TW của Ban Bí thư. Rồi 87/2015/NĐ-CP.\n"
        "Chỉ thị 10 - CT/TW ngày 30/3/2007 (khóa X) của Bộ Chính trị.",
    ]
    assert citations(texts) == [
        Cited("10-ct/tw", "10-CT/TW", "CT", "Ban Bí thư", date(2007, 3, 30), "X", texts[0]),
        Cited("87/2015/nd-cp", "87/2015/NĐ-CP", "NĐ-CP", "Chính phủ", None, None, texts[2][41:59]),
    ]
    assert cited_keys(texts) == ("10-ct/tw", "87/2015/nd-cp")


def test_an_article_cites_so_many_documents_at_most() -> None:
    """One article would fill the database."""
    texts = [" ".join(f"{number}-CT/TW," for number in range(1, 10_000))]
    found = citations(texts)
    assert [one.number for one in found] == [f"{n}-CT/TW" for n in range(1, MAX_CITATIONS + 1)]
    assert cited_keys(texts) == tuple(one.key for one in found)


def test_hostile_articles_take_no_time() -> None:
    """Saving one article would keep every editor waiting."""
    for part in ("10-CT/TW ngày 1/1/2000, ", "ngày 1/1/2000 Ban 5-CT/TW ban hành ", "1-CT/TW."):
        start = time.process_time()
        citations([part * 10_000])
        assert time.process_time() - start < 3


@given(st.lists(st.text(st.sampled_from("10-CT/TW .\nngày của Ban"), max_size=400), max_size=3))
def test_both_readings_agree(texts: list[str]) -> None:
    """The index would find other articles than the document lists."""
    found = citations(texts)
    assert cited_keys(texts) == tuple(one.key for one in found)
    assert all(0 < len(one.passage) <= MAX_PASSAGE for one in found)
