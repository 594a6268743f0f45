"""Does what a newcomer does first: `make serve`, two queries, stop, and start again.

Run from the top of the project with the standard library alone. Says how long the second start
took; it fails only where something does not answer as the README says.
"""

import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

PORT = "8765"
PATIENCE = 120.0
QUERY = (
    '{ articles(first: 3) { nodes { title } } search(query: "sinh hoat chi bo") { totalCount } }'
)


def ask() -> dict[str, dict[str, object]]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/graphql",
        json.dumps({"query": QUERY}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        data: dict[str, dict[str, object]] = json.load(answer)["data"]
        return data


def first_answer() -> tuple[dict[str, dict[str, object]], float]:
    """The first answer of a fresh `make serve`, and the seconds until it came."""
    begun = time.monotonic()
    server = subprocess.Popen(["make", "serve", f"PORT={PORT}"], start_new_session=True)
    try:
        while time.monotonic() - begun < PATIENCE:
            try:
                return ask(), time.monotonic() - begun
            except urllib.error.URLError:
                time.sleep(0.05)
        raise SystemExit("make serve does not answer")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TOASOAN_DATA_DIR"] = folder
        for start in ("first", "second"):
            data, seconds = first_answer()
            assert len(data["articles"]["nodes"]) == 3, data  # type: ignore[arg-type]
            assert data["search"]["totalCount"], data
            print(f"{start} start: answers after {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
