"""Forms with a file, as browsers send them (RFC 7578): small ones, read whole."""

from email.message import Message
from itertools import islice

from service.errors import BadRequest

MAX_PARTS = 16
MAX_HEADERS = 4_096
"""Bytes before a part's content."""
_BOUNDARY_LENGTH = 70
"""RFC 2046, 5.1.1."""


def boundary_of(content_type: str) -> bytes | None:
    """The boundary that a Content-Type names; None where it is no form with files."""
    message = Message()
    message["content-type"] = content_type
    boundary = message.get_param("boundary", "")
    if message.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        return None
    usable = 0 < len(boundary) <= _BOUNDARY_LENGTH and boundary.isascii()
    return boundary.encode() if usable else None


def parse_form(body: bytes, boundary: bytes) -> dict[str, bytes]:
    """Each field's content by its name; raises BadRequest where it is no such form."""
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary, MAX_PARTS + 2)
    if len(parts) > MAX_PARTS + 2:
        raise BadRequest(f"A form may have at most {MAX_PARTS} fields.")
    if len(parts) < 2 or not parts[-1].startswith(b"--"):
        raise BadRequest("The form ends too early.")
    form: dict[str, bytes] = {}
    for part in islice(parts, 1, len(parts) - 1):
        name, content = _field(part)
        if name in form:
            raise BadRequest(f"The form has two fields {name!r}.")
        form[name] = content
    return form


def _field(part: bytes) -> tuple[str, bytes]:
    head, blank, content = part.partition(b"\r\n\r\n")
    if not blank or len(head) > MAX_HEADERS:
        raise BadRequest("A field of the form has no headers, or too long ones.")
    name = _name(head)
    if name is None:
        raise BadRequest("A field of the form has no name.")
    return name, content


def _name(head: bytes) -> str | None:
    for line in head.decode("utf-8", "replace").split("\r\n"):
        header, _, value = line.partition(":")
        if header.strip().lower() == "content-disposition":
            message = Message()
            message["content-disposition"] = value.strip()
            name = message.get_param("name", None, header="content-disposition")
            return name if isinstance(name, str) else None
    return None
