"""What a server's process does so that nobody waits for it, and it stays small."""

import os
import subprocess
import sys

import pytest

from service import process

FREED = """
import ctypes, os, threading, time
from service import process

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

def search():
    blocks = [ctypes.create_string_buffer(50_000) for _ in range(2_000)]
    kept.append(blocks[-1])

kept = []
process.GIVE_BACK_EVERY = 0.05
before = resident()
thread = threading.Thread(target=search)
thread.start()
thread.join()
process.give_back_memory()
until = time.monotonic() + 30
while resident() - before > 20_000_000 and time.monotonic() < until:
    time.sleep(0.05)
print(resident() - before)
"""
PAUSES = """
import gc, time
from service import process

loaded = [{"number": [number]} for number in range(300_000)]

def pause():
    begun = time.perf_counter()
    gc.collect()
    return time.perf_counter() - begun

before = min(pause() for _ in range(3))
process.collect_less()
print(before / min(pause() for _ in range(3)))
"""


def _printed(script: str) -> float:
    command = [sys.executable, "-c", script]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="it is measured by /proc")
@pytest.mark.skipif(process._trimming() is None, reason="the C library gives nothing back")
def test_what_searches_needed_is_given_back() -> None:
    """A server that has been asked much would take twice the memory that it uses."""
    assert _printed(FREED) < 20_000_000


def test_what_was_loaded_is_not_looked_through_again() -> None:
    """Now and then a request would wait for a tenth of a second."""
    assert _printed(PAUSES) > 5


STOPPING = """
import asyncio, os, signal
from service.process import Stopping

async def serve():
    stopping = Stopping()
    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append("passed on"))
    with stopping.listening():
        assert not stopping.begun
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stopping.wait(), 30)
    assert stopping.begun
    os.kill(os.getpid(), signal.SIGTERM)
    print(len(ended))

asyncio.run(serve())
"""


def test_who_streams_is_told_of_the_end() -> None:
    """A stream that never ends by itself would be cut, and the restart take its whole time."""
    assert _printed(STOPPING) == 2
