"""Starting, stopping and failing to start, with real processes."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

import httpx2

from tests.service.wire.running import START, TOASOAN, Server, command, environment


def test_a_port_in_use_is_said_before_anything_is_done(tmp_path: Path) -> None:
    """The old server still runs; the new one must not migrate its database under it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        tried = command(tmp_path / "var", "serve", "--port", port)
    assert tried.returncode == 1
    way_out = "choose another with --port (make serve PORT=...)"
    assert tried.stderr == f"toasoan: port {port} is in use; {way_out}\n"
    assert not (tmp_path / "var").exists()


def test_it_stops_well_and_starts_again(tmp_path: Path) -> None:
    """A supervisor takes another exit code for a crash. The port is open from the first moment:
    who comes early waits, and is not turned away."""
    for stop in (signal.SIGTERM, signal.SIGINT):
        server = Server(tmp_path / "var")
        assert httpx2.get(server.address + "/health/live", timeout=START).is_success
        server.process.send_signal(stop)
        assert server.process.wait(START) == 0
    assert "Traceback" not in server.complained


def test_workers_do_not_outlive_their_supervisor(tmp_path: Path) -> None:
    """They would keep the port, and the next start would fail for ever."""
    server = Server(tmp_path / "var", "--workers", "2")
    server.wait_until_ready()
    server.kill()
    deadline = time.monotonic() + START
    port = int(server.address.rpartition(":")[2])
    while time.monotonic() < deadline:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                return
        time.sleep(0.1)
    raise AssertionError("somebody still listens")


def test_a_reader_who_leaves_is_no_error(tmp_path: Path) -> None:
    """As in `toasoan schema export | head -1`."""
    with subprocess.Popen(
        [TOASOAN, "schema", "export"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(START) in {0, 1}


def test_ctrl_c_ends_an_import_in_one_line(tmp_path: Path) -> None:
    """What was read so far stays; the same command completes it."""
    pipe = tmp_path / "articles.jsonl"
    os.mkfifo(pipe)
    with (
        subprocess.Popen(
            [TOASOAN, "import", pipe],
            env=environment(tmp_path / "var"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        pipe.open("w") as lines,
    ):  # open for reading: the import has begun
        lines.write('{"title": "Một"}\n')
        lines.flush()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=START)
    assert process.returncode == 130
    assert out == ""
    assert err == "toasoan: interrupted\n"


def test_a_locked_database_is_said_so(tmp_path: Path) -> None:
    """Somebody has it open in another tool; after a while the command gives up in one line."""
    data_dir = tmp_path / "var"
    assert command(data_dir, "migrate").returncode == 0
    holder = sqlite3.connect(data_dir / "toasoan.db", isolation_level=None)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        process = subprocess.Popen(
            [TOASOAN, "migrate"], env=environment(data_dir), stderr=subprocess.PIPE, text=True
        )
        time.sleep(1)
        assert process.poll() is None, "it waits, because most locks are short"
        holder.execute("ROLLBACK")
        _, err = process.communicate(timeout=START)
        assert (process.returncode, err) == (0, "")
    finally:
        holder.close()
