"""Folders, links and what else a file system holds that is no article."""

from __future__ import annotations

import os

import pytest

from search_service.readers import Reading, SourceError

GOOD = '{"id": "tốt", "body": "Bài này đọc được."}\n'


def test_a_folder_without_articles_is_named(read, tmp_path):
    (tmp_path / "anh.jpg").write_bytes(b"\xff\xd8\xff")
    result = read(tmp_path)
    assert result.messages == [f"{tmp_path}: no readable article in this folder"]
    assert result.problems[0].whole_file


def test_a_source_that_does_not_exist_is_refused(tmp_path):
    missing = tmp_path / "không có"
    with pytest.raises(SourceError) as caught:
        Reading([missing])
    assert str(caught.value) == f"{missing} does not exist; name a file or folder of articles"


def test_a_file_that_goes_away_before_it_is_read_is_reported(tmp_path):
    path = tmp_path / "bai.jsonl"
    path.write_text(GOOD)
    reading = Reading([path])
    path.unlink()
    [(origin, problem)] = list(reading)
    assert origin == str(path)
    assert str(problem) == f"{path}: cannot be read: No such file or directory"


def test_a_link_to_nothing_is_reported(read, tmp_path):
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b.jsonl").write_text(GOOD)
    result = read(tmp_path)
    assert len(result.articles) == 1
    assert result.messages == [f"{tmp_path}/a.jsonl: cannot be opened: No such file or directory"]


def test_a_link_to_itself_is_reported(read, tmp_path):
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "a.jsonl")
    assert "cannot be opened: Too many levels of symbolic links" in read(tmp_path).messages[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_opened(read, tmp_path):
    os.mkfifo(tmp_path / "a.jsonl")
    (tmp_path / "b.jsonl").write_text(GOOD)
    for source in (tmp_path, tmp_path / "a.jsonl"):
        assert read(source).messages == [
            f"{tmp_path}/a.jsonl: is a pipe, socket or device, not a file"
        ]


def test_a_loop_of_links_is_not_followed(read, tmp_path):
    (tmp_path / "nam").mkdir()
    (tmp_path / "nam" / "bai.jsonl").write_text(GOOD)
    (tmp_path / "nam" / "vong").symlink_to(tmp_path)
    result = read(tmp_path)
    assert len(result.articles) == 1
    assert result.messages == [
        (
            f"{tmp_path}/nam/vong: a link to a folder is not followed; name the folder itself as a"
            " source"
        )
    ]


def test_a_link_out_of_the_folder_is_not_followed(read, tmp_path):
    outside, folder = tmp_path / "rieng.jsonl", tmp_path / "bai"
    outside.write_text(GOOD)
    folder.mkdir()
    (folder / "a.jsonl").symlink_to(outside)
    (folder / "b.jsonl").write_text('{"id": "b", "body": "Bài trong thư mục."}\n')
    (folder / "c.jsonl").symlink_to(folder / "b.jsonl")
    result = read(folder)
    assert [article.id for article in result.articles] == ["b"]
    (message,) = result.messages
    assert message == (
        f"{folder}/a.jsonl: a link out of the folder is not followed;"
        " name the file itself as a source"
    )
    assert [article.id for article in read(folder / "a.jsonl").articles] == ["tốt"]
