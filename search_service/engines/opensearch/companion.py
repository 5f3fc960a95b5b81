"""The companion of a generation: its arrays, in parts, for whoever serves it.

Each part is one document of ``<index>-arrays``. A server takes them once into a folder of its own
and maps them from there, so that it needs no disk shared with the machine that builds.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from opensearchpy.helpers import scan, streaming_bulk

from search_service.engines.errors import EngineUnavailable
from search_service.engines.opensearch.arrays import served
from search_service.engines.opensearch.cluster import Body, Cluster

PART: Final = 1 << 22
"""Bytes of a part: with base64 a third more, far below the 100 MB that a request may have."""

KEPT: Final = 2
"""Folders kept besides the one in use: one may be asked for by name, or gone back to."""

_MAPPING: Final = {
    "dynamic": "strict",
    "properties": {
        "file": {"type": "keyword"},
        "part": {"type": "integer"},
        "bytes": {"type": "object", "enabled": False},
    },
}


def name_of(index: str) -> str:
    """Return the name of the companion of *index*."""
    return f"{index}-arrays"


def upload(cluster: Cluster, index: str, folder: Path, replicas: int) -> Body:
    """Store the files of *folder*; return for each its size and SHA-256."""
    name = name_of(index)
    settings = {"number_of_shards": 1, "number_of_replicas": 0}
    with cluster.asking():
        cluster.client.indices.create(index=name, body={"settings": settings, "mappings": _MAPPING})
        for _ in streaming_bulk(cluster.client, _parts(name, folder), max_chunk_bytes=PART * 4):
            pass
        cluster.client.indices.refresh(index=name)
        cluster.client.indices.put_settings(
            index=name, body={"index": {"number_of_replicas": replicas}}
        )
    return {path.name: [path.stat().st_size, _digest(path)] for path in served(folder)}


def _parts(index: str, folder: Path) -> Iterator[Body]:
    for path in served(folder):
        with path.open("rb") as file:
            part = 0
            while taken := file.read(PART):
                source = {
                    "file": path.name, "part": part, "bytes": base64.b64encode(taken).decode()
                }  # fmt: skip
                yield {"_index": index, "_id": f"{path.name}:{part}", "_source": source}
                part += 1


class Cache:
    """The arrays of generations in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        """Use *folder*, which need not exist."""
        self._folder = folder

    def folder(self, cluster: Cluster, index: str, files: Body) -> Path:
        """Return the folder with the arrays of *index*, fetched where they are not there.

        Args:
            cluster: Where they are.
            index: The generation.
            files: What ``upload`` returned.

        Raises:
            EngineUnavailable: they cannot be fetched whole.
        """
        there = self._folder / index
        if _is_whole(there, files):
            os.utime(there)
            return there
        with self._beside() as aside:
            _fetch(cluster, index, aside, files)
            if not _is_whole(there, files):  # another process may have been first
                self._put(aside, there)
        self._collect(index)
        return there

    def adopt(self, index: str, folder: Path) -> None:
        """Take the arrays that were just built on this machine."""
        with self._beside() as aside:
            for path in served(folder):
                shutil.copy2(path, aside / path.name)
            self._put(aside, self._folder / index)
        self._collect(index)

    def damage(self, cluster: Cluster, index: str, files: Body) -> list[str]:
        """Read the arrays again, the cluster's and those of this machine; say what is wrong."""
        with self._beside() as aside:
            try:
                _fetch(cluster, index, aside, files)
            except EngineUnavailable as error:
                return [str(error)]
        there = self._folder / index
        return [
            f"{there / name} has changed since it was built (its checksum differs)"
            for name, (_, digest) in files.items()
            if (there / name).is_file() and _digest(there / name) != digest
        ]

    def _beside(self) -> _Aside:
        self._folder.mkdir(parents=True, exist_ok=True)
        return _Aside(self._folder)

    def _put(self, aside: Path, there: Path) -> None:
        """Put a complete folder in its place; where another process was first, its one stays."""
        if there.exists():
            shutil.rmtree(there, ignore_errors=True)
        try:
            aside.rename(there)
        except OSError as error:
            if not there.is_dir():
                raise EngineUnavailable(f"{there} cannot be written: {error.strerror}") from error

    def _collect(self, index: str) -> None:
        others = [
            path
            for path in self._folder.iterdir()
            if path.is_dir() and path.name != index and not path.name.startswith(".")
        ]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in others[KEPT:]:
            shutil.rmtree(path, ignore_errors=True)  # what is mapped stays readable


class _Aside:
    """A folder to fill, gone unless it was put elsewhere."""

    def __init__(self, parent: Path) -> None:
        self._path = Path(tempfile.mkdtemp(prefix=".fetching-", dir=parent))

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *exc: object) -> None:
        shutil.rmtree(self._path, ignore_errors=True)


def _fetch(cluster: Cluster, index: str, folder: Path, files: Body) -> None:
    name = name_of(index)
    with cluster.asking():
        for hit in scan(cluster.client, index=name, size=4):
            source = hit["_source"]
            if source["file"] not in files:
                continue  # a name from elsewhere is no name of a file here
            with (folder / source["file"]).open("r+b" if _there(folder, source) else "wb") as file:
                file.seek(source["part"] * PART)
                file.write(base64.b64decode(source["bytes"]))
    for known, (size, digest) in files.items():
        path = folder / known
        if not path.is_file() or path.stat().st_size != size or _digest(path) != digest:
            raise EngineUnavailable(f"{known} of {index} came from the cluster damaged")


def _there(folder: Path, source: Body) -> bool:
    return (folder / str(source["file"])).exists()


def _is_whole(folder: Path, files: Body) -> bool:
    return all(
        (folder / file).is_file() and (folder / file).stat().st_size == size
        for file, (size, _) in files.items()
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
