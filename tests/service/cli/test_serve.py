"""Behind a proxy, clients are told apart by the addresses that it passes; by nobody else's."""

import pytest
from starlette.testclient import TestClient
from uvicorn import Config

from service.cli.serve import configuration
from service.settings import Settings
from tests.asking import Asking
from tests.service.cli.conftest import use_folder

LOGIN = """mutation { login(input: {login: "lan", password: "sai rồi đấy"}) { errors { code } } }"""


def loaded(config: Config) -> Config:
    config.load()
    return config


def codes(config: Config, proxy: str, clients: list[str]) -> list[str]:
    """What a wrong log-in from each of the clients is told, when the proxy passes it on."""
    found = []
    with TestClient(loaded(config).loaded_app, client=(proxy, 5)) as client:
        asking = Asking(client)
        for address in clients:
            asking.headers = {"X-Forwarded-For": address}
            answer = asking.answer(LOGIN)
            refused = answer.get("errors", [{}])[0].get("extensions")
            found.append((refused or answer["data"]["login"]["errors"][0])["code"])
    return found


@pytest.mark.parametrize(
    ("proxy", "believed"), [("10.1.2.3", True), ("192.0.2.7", True), ("10.2.0.1", False)]
)
def test_only_a_trusted_proxy_is_believed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, proxy: str, believed: bool
) -> None:
    """All readers would have one address behind a proxy; or anybody could make up theirs."""
    use_folder(monkeypatch, settings.data_dir)
    monkeypatch.setenv("TOASOAN_LOGIN_ATTEMPTS", "1")
    monkeypatch.setenv("TOASOAN_TRUSTED_PROXIES", "10.1.0.0/16, 192.0.2.7")
    config = configuration(Settings(), workers=1)
    second = "INVALID" if believed else "RATE_LIMITED"
    assert codes(config, proxy, ["203.0.113.1", "203.0.113.2"]) == ["INVALID", second]
