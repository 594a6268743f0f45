"""The machine and the settings: what can be judged without opening the database."""

import difflib
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping

from service.cli.doctor.finding import Finding, fail, ok, warn
from service.cli.failures import CommandFailed
from service.cli.workplace import prepare_folder
from service.settings import Settings

OLDEST_PYTHON = (3, 11)
PREFIX = "TOASOAN_"
LOW, EMPTY = 1_000, 100
"""Free megabytes below which the doctor warns, and below which writing is about to fail."""


def examine(settings: Settings) -> Iterator[Finding]:
    yield python()
    yield from unknown_settings(os.environ)
    yield environment(settings)
    yield from data_folder(settings)


def python() -> Finding:
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return fail("Python", f"{version} is too old", "install Python 3.11 or newer")
    return ok("Python", version)


def unknown_settings(variables: Mapping[str, str]) -> Iterator[Finding]:
    """Variables that look like settings but are none: most likely misspelt."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(
        name for name in variables if name.upper().startswith(PREFIX) and name.upper() not in known
    )
    for name in unknown:
        near = difflib.get_close_matches(name.upper(), known, n=1)
        mend = f"did you mean {near[0]}?" if near else "remove it"
        yield warn("settings", f"{name} is not a setting and does nothing", mend)
    if not unknown:
        yield ok("settings", "every TOASOAN_ variable is known")


def environment(settings: Settings) -> Finding:
    if settings.env == "production":
        return ok("environment", "production: cookies are sent over HTTPS only")
    return ok("environment", "development; set TOASOAN_ENV=production on a public machine")


def data_folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir.resolve()
    try:
        prepare_folder(folder)
    except CommandFailed as error:
        reason, _, mend = str(error).partition("; ")
        yield fail("data folder", reason, mend)
        return
    yield ok("data folder", f"{folder} can be written")
    yield disk_space(shutil.disk_usage(folder).free // 1_000_000)


def disk_space(megabytes: int) -> Finding:
    text = f"{megabytes:,} MB free"
    if megabytes < EMPTY:
        return fail("disk", text, "free some space before the next change")
    if megabytes < LOW:
        return warn("disk", text, "a rebuild of the index needs room beside the old one")
    return ok("disk", text)
