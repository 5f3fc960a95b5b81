"""String tables on disk come back as they were written, and are searched in UTF-8 order."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.arrays import strings
from search_service.engines.arrays.strings import Strings, utf8_order

TEXTS = st.lists(st.text(), max_size=30)


def table(values: list[str]) -> Strings:
    """Write a table and read it once; the mapping, made by then, outlives its file."""
    with tempfile.TemporaryDirectory() as folder:
        Strings.write(Path(folder), "t", values)
        written = Strings(Path(folder), "t")
        list(written)
        return written


def test_a_table_whose_text_waits_in_a_file_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strings, "_WAITING", 3)
    values = ["xã", "", "phường", "tỉnh"]
    Strings.write(tmp_path, "t", values)
    assert list(Strings(tmp_path, "t")) == values


@given(TEXTS)
def test_a_table_gives_back_what_was_written(values: list[str]) -> None:
    strings = table(values)
    assert list(strings) == values
    assert strings[:] == values
    assert strings[1::2] == values[1::2]
    assert len(strings) == len(values)
    assert all(strings[-place] == values[-place] for place in range(1, len(values) + 1))


@given(st.sets(st.text(), max_size=30), st.text())
def test_a_string_is_found_in_a_table_in_utf8_order(values: set[str], other: str) -> None:
    known = list(values)
    ordered = [known[place] for place in utf8_order(known)]
    strings = table(ordered)
    assert [strings.find(value) for value in ordered] == list(range(len(ordered)))
    assert (strings.find(other) is None) == (other not in values)


def test_utf8_order_is_that_of_the_bytes_not_of_an_alphabet() -> None:
    values = ["đ", "z", "ế", "a", "\U0001f600", "\uffff"]
    assert [values[place] for place in utf8_order(values)] == sorted(values, key=str.encode)


def test_a_lone_surrogate_is_in_no_table() -> None:
    assert table(["a", "b"]).find("\ud800") is None


def test_a_place_outside_the_table_is_refused() -> None:
    for place in (2, -3):
        with pytest.raises(IndexError):
            table(["a", "b"])[place]
