from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from service.content.addresses import WebAddress
from service.content.article import ARTICLE
from service.content.fields import (
    Html,
    Moment,
    Reference,
    Rows,
    Text,
    clean_values,
    client_name,
)
from service.errors import Invalid, NotFound, Refusal, Refused, Required, TooLong


def test_text_is_nfc_on_one_line() -> None:
    """A title typed on another keyboard would look the same and not be found."""
    assert Text(50)("title", " Be\u0323\u0302nh\n viện\t\u200b1 ") == "Bệnh viện 1"
    assert Text(50, lines=True)("lead", " một\r\nhai ") == "một\nhai"


@pytest.mark.parametrize("value", [None, "", "  \n", "\u200b"])
def test_nothing_is_none(value: str | None) -> None:
    """A title of spaces would be published."""
    assert Text(10)("byline", value) is None
    with pytest.raises(Required):
        Text(10, required=True)("title", value)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("a" * 11, TooLong),
        ("a" * 10_000_000, TooLong),
        ("a\x00b", Invalid),
        ("a\ud800b", Invalid),
    ],
)
def test_text_that_cannot_be_kept_is_refused(value: str, error: type[Refusal]) -> None:
    """A bad character would fail deep in the database, with an error nobody understands."""
    with pytest.raises(error):
        Text(10)("title", value)


def test_html_is_sanitised_and_bounded() -> None:
    """Unsafe HTML would be stored."""
    assert Html()("body", "<p onclick=x>a</p>") == "<p>a</p>"
    assert Html()("body", None) == ""
    with pytest.raises(Required):
        Html(required=True)("body", "<p></p>")
    with pytest.raises(TooLong):
        Html()("body", "a" * 1_000_001)
    with pytest.raises(Invalid):
        Html()("body", "<div>" * 10_000)


def test_moments_are_utc_and_without_offset_vietnamese() -> None:
    """An article dated 10:49 would show another hour."""
    assert Moment()("publishedAt", datetime(2020, 10, 7, 10, 49)) == datetime(
        2020, 10, 7, 3, 49, tzinfo=UTC
    )
    for year in (1, 9999):
        with pytest.raises(Invalid):
            Moment()("publishedAt", datetime(year, 1, 1, tzinfo=timezone(timedelta(hours=14))))


@pytest.mark.parametrize("value", [0, -1, 2**63])
def test_impossible_ids_are_not_found(value: int) -> None:
    """An id that no database can hold would be an error of the service."""
    with pytest.raises(NotFound):
        Reference()("cover", value)


def test_rows_are_counted_and_cleaned() -> None:
    """A million tags would be written."""
    rule = Rows(3, "tags", (Reference(required=True),), unique=True)
    assert rule("tags", [(1,), (2,), (1,)]) == [(1,), (2,)]
    assert rule("tags", None) == []
    with pytest.raises(TooLong):
        rule("tags", [(1,)] * 4)
    with pytest.raises(Required):
        rule("tags", [(None,)])


@pytest.mark.parametrize(
    "value",
    [
        *("javascript:alert(1)", "ftp://a.example", "https://", "http:///x", "a.example", "//a"),
        *("https://[", "https://a:99999999", "https://a.example/a b", 'https://a.example/"'),
    ],
)
def test_web_addresses_are_http_with_a_host(value: str) -> None:
    """A link on the portal would run a program, or lead nowhere."""
    with pytest.raises(Invalid):
        WebAddress(100)("url", value)
    assert (
        WebAddress(100)("url", " https://vi.example/trang?a=1 ") == "https://vi.example/trang?a=1"
    )
    assert WebAddress(100)("url", None) is None


def test_everything_wrong_is_reported_together() -> None:
    """An editor would correct a form one field at a time."""
    values: dict[str, Any] = {
        "title": "",
        "byline": "x" * 300,
        "published_at": datetime(9999, 1, 1),
    }
    with pytest.raises(Refused) as refused:
        clean_values(ARTICLE.fields, values)
    assert [(one.code, one.field) for one in refused.value.refusals] == [
        ("REQUIRED", ("title",)),
        ("TOO_LONG", ("byline",)),
        ("INVALID", ("publishedAt",)),
    ]


@pytest.mark.parametrize(
    ("column", "name"),
    [("title", "title"), ("published_at", "publishedAt"), ("category_id", "category")],
)
def test_fields_are_named_as_clients_know_them(column: str, name: str) -> None:
    """A form could not show the message beside its field."""
    assert client_name(column) == name
