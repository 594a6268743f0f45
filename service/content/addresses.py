"""Web addresses as values of a field."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from service.content.fields import Text
from service.errors import Invalid


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address that a browser opens: http or https, with a host; at most `limit` characters."""

    limit: int
    required: bool = False

    def __call__(self, name: str, value: str | None) -> str | None:
        url = Text(self.limit, self.required)(name, value)
        if url is not None and not _opens(url):
            raise Invalid(name, "An address begins with http:// or https:// and names a host.")
        return url


def _opens(url: str) -> bool:
    if any(letter.isspace() or letter in '<>"' for letter in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, a host in broken brackets
        return False
