"""The articles that are measured with, and the tokens made of them."""

import json
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.corpus import Corpus, parsed
from benchmarks.tokens import BREAK, tokens
from tests.benchmarks.articles import some


def test_more_articles_are_made_of_the_files_own() -> None:
    """A run on more articles than the file has would measure fewer than it says."""
    made = Corpus(some(10), 25)
    articles = list(made)
    assert [article.number for article in articles] == list(range(25))
    assert made.made == 15
    paragraphs = {part for article in articles[:10] for part in article.paragraphs}
    assert all(set(article.paragraphs) <= paragraphs for article in articles)
    assert articles == list(made)


def test_an_article_is_read_back_from_its_import_line() -> None:
    """The service would be measured on other articles than the engines."""
    articles = some(3)
    assert list(parsed(article.line for article in articles)) == articles


def test_texts_without_parts_are_articles_too(tmp_path: Path) -> None:
    """A file of plain texts could not be measured with."""
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "Tiêu đề\n\nĐoạn một\n\nĐoạn hai"}))
    (article,) = corpus.load(path, 1)
    assert (article.title, article.paragraphs) == ("Tiêu đề", ("Đoạn một", "Đoạn hai"))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """A run on nothing would print figures all the same."""
    path = tmp_path / "empty.jsonl"
    path.touch()
    with pytest.raises(ValueError, match="no article"):
        corpus.load(path, 10)


def test_peers_get_both_forms_of_every_syllable() -> None:
    """The peers would be given another text than ours, with more or less to find."""
    article = next(parsed(['{"title": "Hoà bình", "body": ["AFF Cup"]}']))
    exact, folded, bare = tokens(article)
    assert exact == f"hòa bình {BREAK} aff cup {BREAK}"
    assert folded == f"hoa binh {BREAK} aff cup {BREAK}"
    assert bare == f"aff cup {BREAK}"
