"""What Prometheus reads, and who may."""

import re
from pathlib import Path

import pytest
from prometheus_client import generate_latest, values
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from service import sync
from service.app import create_app
from service.notes import Cache, Notes, Operation, Outcome, Work
from service.settings import Settings
from service.web.metrics import Metrics
from tests.asking import Asking, make_token

LOOPBACK, STRANGER = "127.0.0.1", "192.0.2.9"


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Each number by its name and the values of its labels, in the order of their names."""
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def told(metrics: Metrics) -> dict[tuple[str, ...], float]:
    return samples(generate_latest(metrics.gathered()).decode())


def asked_from(client: TestClient, peer: str) -> TestClient:
    return TestClient(client.app, client=(peer, 5))


def test_a_request_is_counted_by_what_came_of_it() -> None:
    """An operator could not see that answers fail, are slow, or are not cached."""
    metrics = Metrics()
    noted = Notes("", Operation.QUERY, Outcome.PARTIAL, cost=40, cache=Cache.HIT)
    noted.times.append((Work.SEARCH, 0.02))
    metrics.note("graphql", 200, 0.3, noted)
    found = told(metrics)
    assert found["toasoan_requests_total", "query", "partial", "graphql", "200"] == 1
    assert found["toasoan_request_seconds_sum", "query", "graphql"] == 0.3
    assert found["toasoan_request_cost_bucket", "50.0"] == 1
    assert found["toasoan_request_cost_bucket", "10.0"] == 0
    assert found["toasoan_cache_answers_total", "hit"] == 1
    assert found["toasoan_search_seconds_sum", "search"] == 0.02


@pytest.mark.parametrize(
    ("status", "outcome", "shown"),
    [(204, "ok", "204"), (429, "refused", "429"), (503, "failed", "503"), (0, "refused", "none")],
)
def test_where_nobody_says_the_status_does(status: int, outcome: str, shown: str) -> None:
    """Errors beside GraphQL would count as successes."""
    metrics = Metrics()
    metrics.note("media", status, 0.1, Notes(""))
    assert told(metrics)["toasoan_requests_total", "none", outcome, "media", shown] == 1


def test_a_client_cannot_make_labels(client: TestClient) -> None:
    """Anybody could fill the memory of Prometheus, and of this service."""
    for number in range(20):
        client.get(f"/made-up-{number}/x")
        client.request(f"ODD{number}", "/graphql")
    text = asked_from(client, LOOPBACK).get("/metrics").text
    assert "made-up" not in text
    assert "ODD" not in text
    assert samples(text)["toasoan_requests_total", "none", "refused", "other", "404"] == 20


def test_a_search_is_timed(settings: Settings) -> None:
    """An operator could not see that searches are slow."""
    app = create_app(settings)
    sync.rebuild(app.state.store, app.state.engine)
    with TestClient(app, client=(LOOPBACK, 5)) as client:
        Asking(client)('{ search(query: "tin") { totalCount } }')
        found = samples(client.get("/metrics").text)
    assert found["toasoan_search_seconds_count", "search"] == 1
    assert found["toasoan_outbox_rows", "interactive"] >= 0
    assert found["toasoan_index_lag_seconds", "bulk"] >= 0
    assert found["toasoan_index_answers",] == 1
    assert found["process_resident_memory_bytes", "0"] > 1_000_000


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        (LOOPBACK, {}, 200),
        ("::1", {}, 200),
        (STRANGER, {}, 401),
        (LOOPBACK, {"X-Forwarded-For": STRANGER}, 401),
        (LOOPBACK, {"X-Forwarded-For": LOOPBACK}, 401),
        (LOOPBACK, {"X-Real-IP": STRANGER}, 401),
        (LOOPBACK, {"Forwarded": "for=192.0.2.9"}, 401),
        (LOOPBACK, {"Via": "1.1 proxy"}, 401),
        ("testclient", {}, 401),
    ],
)
def test_who_asks_through_a_proxy_is_a_stranger(
    client: TestClient, peer: str, headers: dict[str, str], status: int
) -> None:
    """The proxy on the same machine would show the whole internet what only operators may see."""
    assert asked_from(client, peer).get("/metrics", headers=headers).status_code == status


def test_a_token_with_the_scope_may(client: TestClient) -> None:
    """A Prometheus on another machine could not read them; or any editor could."""
    stranger = asked_from(client, STRANGER)
    for role, scopes, status in (
        ("ADMIN", ["metrics"], 200),
        ("ADMIN", ["media"], 403),
        ("EDITOR", None, 403),
    ):
        headers = {"Authorization": f"Bearer {make_token(client, role, scopes=scopes)}"}
        answer = stranger.get("/metrics", headers=headers)
        assert answer.status_code == status
        assert (answer.status_code == 200) is ("toasoan_requests_total" in answer.text)


def test_an_operator_chooses_who_reads_them(settings: Settings) -> None:
    """A monitoring machine could not be allowed, nor this one refused."""
    chosen = settings.model_copy(update={"metrics_from": "192.0.2.0/24"})
    with TestClient(create_app(chosen)) as client:
        assert asked_from(client, STRANGER).get("/metrics").status_code == 200
        assert asked_from(client, LOOPBACK).get("/metrics").status_code == 401


class TestWorkers:
    """Each Metrics is that of one process; here several live in one."""

    @pytest.fixture(autouse=True)
    def _as_before(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
        monkeypatch.setattr(values, "ValueClass", values.ValueClass)

    def test_one_answer_speaks_for_all(self, tmp_path: Path) -> None:
        """Whichever worker is asked would tell of its own requests only."""
        first, second = Metrics(tmp_path), Metrics(tmp_path)
        for metrics, count in ((first, 2), (second, 3)):
            for _ in range(count):
                metrics.note("home", 200, 0.1, Notes(""))
        for metrics in (first, second):
            found = told(metrics)
            assert found["toasoan_requests_total", "none", "ok", "home", "200"] == 5
            assert {"0", "1"} <= {key[1] for key in found if key[0] == "process_open_fds"}

    def test_who_follows_goes_on_counting(self, tmp_path: Path) -> None:
        """Counts would fall with every worker that is killed, or their files fill the disk."""
        for total in range(1, 6):
            metrics = Metrics(tmp_path)
            metrics.note("home", 200, 0.1, Notes(""))
            metrics.socket_opened()
            found = told(metrics)
            assert found["toasoan_requests_total", "none", "ok", "home", "200"] == total
            assert found["toasoan_open_websockets",] == 1
            metrics.workers.release()
        assert {path.name for path in tmp_path.glob("*.db")} == {
            "counter_0.db",
            "gauge_sum_0.db",
            "histogram_0.db",
        }

    def test_its_files_have_their_room(self, tmp_path: Path) -> None:
        """On a full disk a worker would be ended by the system for counting a request."""
        Metrics(tmp_path)
        for file in tmp_path.glob("*.db"):
            assert file.stat().st_blocks * 512 >= file.stat().st_size >= 1 << 18


def test_what_is_written_is_what_prometheus_reads(client: TestClient) -> None:
    """Prometheus would refuse the whole answer for one line."""
    here = asked_from(client, LOOPBACK)
    plain = here.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert plain.headers["cache-control"] == "no-store"
    accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
    newer = here.get("/metrics", headers=accept)
    assert newer.headers["content-type"].startswith("application/openmetrics-text")
    assert newer.text.endswith("# EOF\n")
    assert re.search(r"^# TYPE toasoan_requests counter$", newer.text, re.MULTILINE)
