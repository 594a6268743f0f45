"""Failed log-ins are counted; who guesses is stopped, and nobody else."""

import pytest

from service.api.throttling import Attempt, LoginThrottle
from service.errors import RateLimited

HOME = "192.0.2.1"


@pytest.fixture
def throttle() -> LoginThrottle:
    """Allows three failures."""
    return LoginThrottle(3)


def refused(throttle: LoginThrottle, address: str, login: str | None = None) -> bool:
    try:
        throttle.begin(address, login)
    except RateLimited as error:
        return 0 < error.retry_after <= 300
    return False


def test_attempts_at_the_same_time_do_not_slip_past(throttle: LoginThrottle) -> None:
    """A hundred guesses sent together would all be let through."""
    under_way = [throttle.begin(HOME, "lan") for _ in range(3)]
    assert refused(throttle, HOME, "lan")
    under_way[0].succeeded()
    assert not refused(throttle, HOME, "lan")
    assert refused(throttle, HOME, "lan")


def test_what_is_refused_is_not_counted(throttle: LoginThrottle) -> None:
    """One account's trouble would use up what everybody at its address may do."""
    for _ in range(3):
        throttle.begin(HOME, "lan")
    assert all(refused(throttle, HOME, "lan") for _ in range(100))
    assert not refused(throttle, HOME, "minh")


@pytest.mark.parametrize("spelling", [" LAN", "lan\u200b", "Lan\ufeff", "\x20lan\t"])
def test_an_account_is_known_however_it_is_typed(throttle: LoginThrottle, spelling: str) -> None:
    """Whoever types the login in many ways would have as many times the guesses."""
    for _ in range(3):
        throttle.begin(HOME, "lan")
    assert refused(throttle, HOME, spelling)


def test_a_login_that_nobody_has_is_counted(throttle: LoginThrottle) -> None:
    """It would tell which logins there can be; and a strange one would be an error."""
    for login in ("a b", "", "\x00", "\ud800", "x" * 1_000_000):
        for _ in range(3):
            throttle.begin(HOME, login)
        assert refused(throttle, HOME, login), login[:10]


def test_neighbouring_addresses_are_one(throttle: LoginThrottle) -> None:
    """One machine has more IPv6 addresses than there are guesses."""
    for number in range(3):
        throttle.begin(f"2001:db8::{number}", "lan")
    assert refused(throttle, "2001:db8::ffff", "lan")
    assert not refused(throttle, "2001:db8:0:1::1", "lan")
    for number in range(3):
        throttle.begin(f"::ffff:192.0.2.{number}", "minh")
    assert not refused(throttle, "::ffff:192.0.2.9", "minh")


def test_a_log_in_that_ends_in_the_next_window_gives_nothing_back(throttle: LoginThrottle) -> None:
    """Failures that have been counted since would be forgotten."""
    early: Attempt = throttle.begin(HOME, "lan")
    throttle._storage.reset()
    for _ in range(3):
        throttle.begin(HOME, "lan")
    early.succeeded()
    assert refused(throttle, HOME, "lan")
