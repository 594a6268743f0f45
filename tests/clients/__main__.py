"""Runs the clients of the npm world against a real server: `make test-clients`.

Installs what package-lock.json pins, lints schema.graphql, generates and checks the types (those of
the components in docs/clients.md too), and asks the demo newsroom with every client. Exits with the
status of the first step that fails; 1 where Node is missing or too old.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.clients import guide
from tests.service.wire.running import Server, environment

PROJECT = Path(__file__).parent
GUIDE = PROJECT / "src" / "generated" / "guide"
NODE = (20, 19)
"""The oldest Node whose `require` takes ES modules; some of the clients are nothing else."""
OFFLINE = ("ci --no-audit --no-fund --loglevel=error", "run --silent lint")
"""What needs no server."""
ONLINE = ("run --silent generate", "run --silent build", "run --silent test")


def main() -> int:
    problem = missing()
    if problem:
        print(f"make test-clients: {problem}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "var"
        return run(OFFLINE, environment(data_dir)) or run_online(data_dir)


def missing() -> str | None:
    """What this machine lacks, in words."""
    needed = f"Node {NODE[0]}.{NODE[1]} or newer with npm is needed"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return f"{needed}; there is no {'npm' if node else 'node'} here"
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < NODE:
        return f"{needed}; here it is {said.strip()}"
    return None


def run_online(data_dir: Path) -> int:
    shutil.rmtree(GUIDE, ignore_errors=True)
    guide.write(GUIDE)
    server = Server(data_dir, "--demo")
    try:
        server.wait_until_ready()
        given = {
            "TOASOAN_ADDRESS": server.address,
            "TOASOAN_EDITOR": server.new_token("EDITOR"),
            "TOASOAN_WRITER": server.new_token("WRITER"),
        }
        return run(ONLINE, environment(data_dir, **given))
    finally:
        server.stop()


def run(steps: tuple[str, ...], env: Mapping[str, str]) -> int:
    """The steps of npm up to the first that fails; its status."""
    for step in steps:
        print(f"npm {step}", flush=True)
        done = subprocess.run(["npm", *step.split()], cwd=PROJECT, env=env, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
