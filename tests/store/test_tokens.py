"""Tokens: shown once, kept as a digest, for what they are made for, worthless once revoked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from search_service.store import Store, StoreError
from search_service.store.tokens import Scope, Tokens


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(Store(tmp_path / "store.sqlite"))


def test_a_token_is_for_its_scopes_alone(tokens: Tokens) -> None:
    secret = tokens.add("CMS", [Scope.PUBLISH])
    assert tokens.scopes(secret) == {Scope.PUBLISH}
    assert tokens.scopes(tokens.add("nothing", [])) == frozenset()
    assert tokens.scopes(secret[:-1]) is None
    assert tokens.scopes("") is None


def test_the_secret_is_not_in_the_file(tokens: Tokens, tmp_path: Path) -> None:
    secret = tokens.add("CMS", [Scope.PUBLISH])
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert secret.encode() not in content
    assert secret.removeprefix("kho_").encode() not in content
    assert b"CMS" in content


def test_two_tokens_are_never_the_same_and_long_enough(tokens: Tokens) -> None:
    secrets = {tokens.add(f"CMS {number}", [Scope.PUBLISH]) for number in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) == len("kho_") + 43 for secret in secrets)


def test_a_revoked_token_is_worth_nothing_at_once_and_stays_listed(tokens: Tokens) -> None:
    secret = tokens.add("CMS", [Scope.PUBLISH])
    assert tokens.revoke("CMS")
    assert tokens.scopes(secret) is None
    assert not tokens.revoke("CMS")
    (one,) = tokens.all()
    assert one.revoked is not None


def test_a_name_is_free_again_when_its_token_is_revoked(tokens: Tokens) -> None:
    old = tokens.add("CMS", [Scope.PUBLISH])
    with pytest.raises(StoreError, match="already"):
        tokens.add("CMS", [Scope.PUBLISH])
    tokens.revoke("CMS")
    new = tokens.add("CMS", [Scope.PUBLISH])
    assert tokens.scopes(old) is None
    assert tokens.scopes(new)


def test_when_a_token_was_last_used_is_known(tokens: Tokens) -> None:
    secret = tokens.add("CMS", [Scope.PUBLISH])
    assert tokens.all()[0].used is None
    tokens.scopes(secret)
    used = tokens.all()[0].used
    assert used is not None
    assert datetime.now(UTC) - used < timedelta(minutes=1)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 81])
def test_a_name_that_would_break_a_list_is_refused(tokens: Tokens, name: str) -> None:
    with pytest.raises(StoreError, match="printable"):
        tokens.add(name, [Scope.PUBLISH])


def test_nothing_is_made_by_asking(tokens: Tokens, tmp_path: Path) -> None:
    assert tokens.all() == []
    assert tokens.scopes("kho_x") is None
    assert not tokens.revoke("CMS")
    assert list(tmp_path.iterdir()) == []
