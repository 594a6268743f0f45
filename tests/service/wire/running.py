"""A real server process, and a real client that talks to it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2

TOASOAN = Path(sys.executable).with_name("toasoan")
START, STOP = 60.0, 20.0
"""Seconds within which a server has to answer, and to be gone."""


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """That of this process without its own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOASOAN_")}
    return kept | {"TOASOAN_DATA_DIR": str(data_dir)} | settings


def command(data_dir: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """One `toasoan` command, to its end."""
    return subprocess.run(
        [TOASOAN, *arguments],
        env=environment(data_dir),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def new_token(data_dir: Path, role: str) -> str:
    made = command(data_dir, "token", "create", "--role", role, "--name", "wire")
    assert made.returncode == 0, made.stderr
    return made.stdout.splitlines()[-1]


class Server:
    """`toasoan serve` on a free port, with its own data folder."""

    def __init__(self, data_dir: Path, *options: str, **settings: str) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir = data_dir
        self._out = data_dir / "stdout.log"
        self._err = data_dir / "stderr.log"
        with self._out.open("w") as out, self._err.open("a") as err:
            self.process = subprocess.Popen(
                [TOASOAN, "serve", "--port", "0", *options],
                env=environment(data_dir, **settings),
                stdout=out,
                stderr=err,
            )
        self.address = self._wait_for_address()

    @property
    def said(self) -> str:
        """What it has printed on stdout so far."""
        return self._out.read_text(encoding="utf-8")

    @property
    def complained(self) -> str:
        return self._err.read_text(encoding="utf-8")

    def _wait_for_address(self) -> str:
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            if found := re.search(r"serves at (http://\S+)", self.said):
                return found[1]
            assert self.process.poll() is None, self.complained
            time.sleep(0.02)
        raise AssertionError(f"no address in time: {self.complained}")

    def wait_until_ready(self) -> None:
        """Until an index that was missing has been built."""
        deadline = time.monotonic() + START
        with self.client() as client:
            while not client.http.get("/health/ready").is_success:
                assert time.monotonic() < deadline, self.complained
                time.sleep(0.05)

    def new_token(self, role: str) -> str:
        """As an operator makes it, on the command line beside the running server."""
        return new_token(self.data_dir, role)

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(STOP)

    def stop(self) -> int:
        """As a supervisor does it; returns the exit code."""
        self.process.terminate()
        try:
            return self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def client(self, token: str | None = None) -> "Client":
        return Client(self.address, token)


class Client:
    """Speaks GraphQL to one address, with a token or as the public."""

    def __init__(self, address: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # Without TLS there is nothing to verify, and reading certificates takes a while.
        self.http = httpx2.Client(base_url=address, headers=headers, timeout=60, verify=False)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def query(self, document: str, **variables: Any) -> Any:
        """The data; fails on any error."""
        body = self.post({"query": document, "variables": variables}).json()
        assert "errors" not in body, body["errors"]
        return body["data"]

    def change(self, mutation: str, fields: str, **values: Any) -> Any:
        """What one mutation returns; fails if anything was refused."""
        kind = f"{mutation[0].upper()}{mutation[1:]}Input"
        payload = self.change_as(mutation, kind, fields, **values)
        assert payload["errors"] == [], payload
        return payload

    def change_as(self, mutation: str, kind: str, fields: str, **values: Any) -> Any:
        """The same with an input type of another name, whatever was refused."""
        document = (
            f"mutation ($input: {kind}!) "
            f"{{ {mutation}(input: $input) {{ {fields} errors {{ code field message }} }} }}"
        )
        return self.query(document, input=values)[mutation]

    def post(self, body: Mapping[str, Any]) -> httpx2.Response:
        return self.http.post("/graphql", json=body)

    def some_category(self) -> str:
        """The id of a category, made if there is none."""
        known = self.query("{ categories { id } }")["categories"]
        if not known:
            known = [self.change("createCategory", "category { id }", name="Tin")["category"]]
        return str(known[0]["id"])

    def found(self, text: str) -> list[str]:
        """The ids of the articles that a search finds, best first."""
        document = "query ($q: String!) { search(query: $q, first: 50) { nodes { id } } }"
        return [node["id"] for node in self.query(document, q=text)["search"]["nodes"]]
