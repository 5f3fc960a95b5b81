from __future__ import annotations

import pytest

from search_service.readers.moments import read_moment, read_stamp


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Thứ Ba, 25/10/2022 15:21'(GMT+7)", "2022-10-25T15:21:00+07:00"),
        ("Chủ Nhật, 2/1/2022", "2022-01-02T00:00:00+07:00"),
        ("25.10.2022 15 giờ 21 phút", "2022-10-25T15:21:00+07:00"),
        ("25/10/2022 15:21 GMT-5", "2022-10-25T15:21:00-05:00"),
        ("25/10/2022 15:21 (UTC+05:30)", "2022-10-25T15:21:00+05:30"),
        ("25/10/2022 15:21 (GMT)", "2022-10-25T15:21:00+00:00"),
        ("Ngày 25 tháng 10 năm 2022", "2022-10-25T00:00:00+07:00"),
    ],
)
def test_a_line_that_is_a_date_is_a_stamp(line, moment):
    assert read_stamp(line).moment.isoformat() == moment


@pytest.mark.parametrize(
    "line", ["", "Ngày 25/10/2022, huyện họp", "1/2", "Điện thoại 0123.456.7890", "15:21", "2022"]
)
def test_other_lines_are_not(line):
    assert read_stamp(line) is None


@pytest.mark.parametrize("line", ["32/1/2022", "1/13/2022", "1/1/2022 25:00", "1/1/2022 (GMT+99)"])
def test_a_date_that_is_on_no_calendar_has_no_moment(line):
    assert read_stamp(line).moment is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-10-25T15:21:00Z", "2022-10-25T15:21:00+00:00"),
        ("2022-10-25T15:21:00+0700", "2022-10-25T15:21:00+07:00"),
        ("2022-10-25 15:21:00", "2022-10-25T15:21:00+07:00"),
        ("Tue, 25 Oct 2022 15:21:00 +0700", "2022-10-25T15:21:00+07:00"),
        ("25/10/2022 15:21", "2022-10-25T15:21:00+07:00"),
    ],
)
def test_declared_moments_are_read_in_the_forms_sites_use(text, moment):
    assert read_moment(text).isoformat() == moment


@pytest.mark.parametrize(
    "text", ["", "hôm nay", "0000-00-00", "0001-01-01T00:00:00", "99999999999"]
)
def test_what_is_no_moment_is_none(text):
    assert read_moment(text) is None
