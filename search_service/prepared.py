"""Prepared articles: analysed ones in files, to be indexed later or elsewhere.

A folder of them has a list, ``prepared.json``, and chunks: gzipped JSON Lines, one article a line
with its persons and terms. A chunk is named by what it was made of, so it is never made again
from the same, and never taken for another.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from search_service.article import Article
from search_service.document import AnalysedDocument, from_record, to_json
from search_service.readers import Problem
from search_service.schema import SCHEMA_VERSION
from search_service.vietnamese import ANALYZER_VERSION

LIST: Final = "prepared.json"

FORMAT: Final = 1
"""Raised when a line of a chunk changes its meaning."""

_COMPRESSION: Final = 1
"""zlib's fastest level: a chunk is read once, and analysis is what it saves."""

_STAMP: Final = f"{FORMAT}\0{SCHEMA_VERSION}\0{ANALYZER_VERSION}\0"

Sourced = tuple[str, Article]
"""Where an article comes from, and the article."""


class PreparedError(ValueError):
    """A folder of prepared articles that cannot be used; the message says what to do."""


class Listing(BaseModel):
    """What ``prepared.json`` says of a folder, once all of it is there.

    Attributes:
        shard: Which share of the input this is, and of how many: (3, 8).
        origins: What the articles come from, each as an absolute path.
        incomplete: The origins of which not everything could be read, and how many problems.
        generation: The generation the articles were read from; empty where it was files.
        chunks: Names of files, in the order of the input, and the articles of each.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    schema_version: int = SCHEMA_VERSION
    analyzer_version: str = ANALYZER_VERSION
    shard: tuple[int, int] = (1, 1)
    origins: tuple[str, ...] = ()
    incomplete: dict[str, int] = {}
    generation: str = ""
    chunks: tuple[tuple[str, int], ...]

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return sum(articles for _, articles in self.chunks)

    @property
    def current(self) -> bool:
        """Whether this analyser made it."""
        stamped = self.format, self.schema_version, self.analyzer_version
        return stamped == (FORMAT, SCHEMA_VERSION, ANALYZER_VERSION)

    @classmethod
    def load(cls, folder: Path) -> Listing:
        """Read the list in *folder*.

        Raises:
            PreparedError: there is none, or it cannot be read.
        """
        path = folder / LIST
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            reason = "its preparing has not ended, or it is no such folder"
            raise PreparedError(f"there is no {path}: {reason}") from None
        except (OSError, ValidationError) as error:
            raise PreparedError(f"{path} cannot be read: {error}") from None

    def save(self, folder: Path) -> None:
        """Put the list in its place, and remove the chunks that are not in it."""
        _write_whole(folder / LIST, self.model_dump_json(indent=1).encode("utf-8"))
        listed = {name for name, _ in self.chunks}
        for path in folder.glob("*.jsonl.gz"):
            if path.name not in listed:
                path.unlink()


class PreparedReading:
    """The articles of folders of prepared ones, to be gone through once; compare ``Reading``.

    Attributes:
        total, done: Articles in all, and gone through.
        origins: What they come from.
        path: The chunk being read.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        """Read the lists of *folders*: every share of an input, or inputs that were not shared.

        Raises:
            PreparedError: a folder is not complete or of another analyser, or a share is missing.
        """
        self._listings = [(folder, _current(folder)) for folder in folders]
        _require_every_share([listing for _, listing in self._listings])
        self.origins = list(dict.fromkeys(o for _, one in self._listings for o in one.origins))
        self.total = sum(listing.articles for _, listing in self._listings)
        self.done = 0
        self.path = Path()

    def __iter__(self) -> Iterator[tuple[str, AnalysedDocument | Problem]]:
        """Yield the source each article comes from, and the article.

        Raises:
            PreparedError: a chunk is missing or damaged.
        """
        for folder, listing in self._listings:
            for origin, problems in listing.incomplete.items():
                reason = f"{problems:,} problems when it was prepared: see what was said then"
                yield origin, Problem(Path(origin), None, reason, whole_file=True)
            for name, articles in listing.chunks:
                self.path = folder / name
                for document in read_chunk(self.path, articles):
                    self.done += 1
                    yield document.document.origin, document


def _current(folder: Path) -> Listing:
    listing = Listing.load(folder)
    if not listing.current:
        raise PreparedError(
            f"{folder} was prepared by analyser {listing.analyzer_version}, and this is "
            f"{ANALYZER_VERSION}: prepare it again"
        )
    return listing


def _require_every_share(listings: Sequence[Listing]) -> None:
    shares: dict[tuple[int, tuple[str, ...]], set[int]] = defaultdict(set)
    for listing in listings:
        number, of = listing.shard
        shares[of, listing.origins].add(number)
    for (of, origins), there in shares.items():
        if missing := [f"{number}/{of}" for number in range(1, of + 1) if number not in there]:
            told = ", ".join(origins)
            raise PreparedError(f"of {told} the shares {', '.join(missing)} are missing: name all")


def chunk_name(articles: Iterable[Sourced]) -> str:
    """Return the name of the chunk of *articles*: the same for the same, by the same analyser."""
    digest = hashlib.sha256(_STAMP.encode())
    for origin, article in articles:
        digest.update(
            f"{origin}\0{article.id}\0{article.fingerprint()}\0".encode("utf-8", "replace")
        )
    return f"{digest.hexdigest()[:32]}.jsonl.gz"


def write_chunk(path: Path, documents: Iterable[AnalysedDocument]) -> None:
    """Write *documents* aside, and put them at *path* when they are whole."""
    lines = "".join(f"{_line(document)}\n" for document in documents)
    _write_whole(path, gzip.compress(lines.encode("utf-8"), _COMPRESSION, mtime=0))


def read_chunk(path: Path, articles: int) -> Iterator[AnalysedDocument]:
    """Yield what ``write_chunk`` wrote.

    Raises:
        PreparedError: it is missing, damaged or does not have so many *articles*.
    """
    try:
        lines = gzip.decompress(path.read_bytes()).splitlines()
    except (OSError, EOFError, zlib.error) as error:
        raise PreparedError(f"{path} cannot be read: {error}; prepare again") from None
    if len(lines) != articles:
        raise PreparedError(f"{path} has {len(lines)} articles, not {articles}; prepare again")
    return map(_document, lines)


def _line(document: AnalysedDocument) -> str:
    # No token has a space in it, and one text is read faster than a list of thousands.
    terms = {
        "tokens": {name: " ".join(tokens) for name, tokens in document.tokens.items()},
        "words": " ".join(document.words),
        "definitions": document.definitions,
        "signature": document.signature.hex(),
    }
    written = json.dumps(terms, ensure_ascii=False)
    return f'{{"document":{to_json(document.document)},"terms":{written}}}'


def _document(line: bytes) -> AnalysedDocument:
    record = json.loads(line)
    terms = record["terms"]
    return AnalysedDocument(
        from_record(record["document"]),
        {name: _split(tokens) for name, tokens in terms["tokens"].items()},
        _split(terms["words"]),
        tuple((short, form) for short, form in terms["definitions"]),
        bytes.fromhex(terms["signature"]),
    )


def _split(text: str) -> list[str]:
    return text.split(" ") if text else []


def _write_whole(path: Path, content: bytes) -> None:
    # Two processes may make the same chunk: each writes a file of its own.
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
