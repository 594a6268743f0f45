"""The files beside the program with which it is run somewhere else."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from service.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT, CONTAINER = DEPLOY / "toasoan.service", DEPLOY / "Containerfile"
SCORE = 2.0
"""Of `systemd-analyze security`; 10 is wide open."""


def _variables(text: str) -> set[str]:
    return set(re.findall(r"\bTOASOAN_([A-Z_]+)", text))


@pytest.mark.parametrize("file", sorted(DEPLOY.iterdir()), ids=lambda one: one.name)
def test_every_variable_is_a_setting(file: Path) -> None:
    """A misspelt setting would silently do nothing, as one that keeps cookies secure."""
    known = {name.upper() for name in Settings.model_fields}
    assert _variables(file.read_text(encoding="utf-8")) <= known


def test_the_unit_gives_time_to_stop() -> None:
    """systemd would kill requests that the server lets finish."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT)
    assert int(unit["Service"]["TimeoutStopSec"]) > Settings.model_fields["stop_seconds"].default
    assert unit["Service"]["KillMode"] == "mixed"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_takes_the_unit_and_finds_it_closed(tmp_path: Path) -> None:
    """The service would not start, or a hole in it would open the machine."""
    text = UNIT.read_text(encoding="utf-8")
    copy = tmp_path / UNIT.name
    # Neither the program nor its user is on this machine.
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
    copy.write_text(re.sub(r"^(User|Group)=.*", r"\1=daemon", text, flags=re.MULTILINE))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={int(SCORE * 10)}", copy],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout[-300:]


def test_the_container_runs_as_nobody_in_particular() -> None:
    """Whoever breaks out of the service would be root in the container."""
    lines = CONTAINER.read_text(encoding="utf-8").splitlines()
    last_user = [line for line in lines if line.startswith("USER ")][-1]
    assert last_user not in {"USER root", "USER 0"}
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert any(line.startswith("VOLUME") for line in lines)
    assert "--require-hashes" in "\n".join(lines)
