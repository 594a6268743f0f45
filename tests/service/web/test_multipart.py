from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from service.errors import BadRequest
from service.web.multipart import boundary_of, parse_form


class TestForm:
    def test_fields(self) -> None:
        """Pictures that hold what looks like a form's own marks would be cut."""
        content = b"\r\n--y\r\n\r\n --x \x00\xff\r\n"
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a; name=b"\r\n'
            b"Content-Type: image/png\r\n\r\n" + content + b"\r\n"
            b"--x\r\ncontent-disposition:form-data;name=alt\r\n\r\nCh\xe1\xbb\xa3\r\n--x--\r\n"
        )
        assert parse_form(body, b"x") == {"file": content, "alt": "Chợ".encode()}
        with pytest.raises(BadRequest, match="two fields"):
            parse_form(body.replace(b"name=alt", b"name=file"), b"x")

    @pytest.mark.parametrize(
        ("given", "boundary"),
        [
            ("multipart/form-data; boundary=abc", b"abc"),
            ('multipart/form-data; charset=utf-8; boundary="a b"', b"a b"),
            ("Multipart/Form-Data; Boundary=abc", b"abc"),
            ("multipart/mixed; boundary=abc", None),
            ("multipart/form-data", None),
            ("", None),
        ],
    )
    def test_boundary(self, given: str, boundary: bytes | None) -> None:
        """Uploads of some browsers would be refused."""
        assert boundary_of(given) == boundary

    @hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.sampled_from([b"--x", b"\r\n", b"--", b"\x00", b"a: b", b"name=", b'"', b";"]))
    )
    def test_whatever_is_sent(self, pieces: list[bytes]) -> None:
        """Some upload would end in an unexpected error."""
        with suppress(BadRequest):
            parse_form(b"".join(pieces), b"x")
