"""One run: every engine's index, its first and later answers, and what they say.

Seconds are the processor's: on a machine that does other work too the clock measures that work.
"""

import json
import subprocess  # of this very Python, with our own modules
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any, Final

from scripts.benchmark import corpus
from scripts.benchmark.asking import Asked, queries
from scripts.benchmark.child import BUILT, index_folder
from scripts.benchmark.peer import PEERS, SHARED_INDEX, Peer, peer
from search_service.engines.base import MAX_BUCKETS

CHECKOUT = Path(__file__).resolve().parents[2]

DRAWN_FROM: Final = 2_000
"""Articles that queries are drawn from: every so-manieth of the archive."""

MOST: Final = {"whoosh": 70_000, "xapian": 70_000}
"""Articles beyond which an engine is left out: at 250 to 400 a second a million take an hour to
write, and each answer of plain Whoosh a minute."""

PATIENCE: Final = 1.5
"""Seconds of the processor after which an engine is not asked queries of one kind again."""

ROUNDS: Final = 10
"""Times that each query is asked, while an engine's patience lasts."""

STARTS: Final = 3
"""Times that each engine is opened in a process of its own."""

Found = dict[str, Any]


class Bench:
    """Measures the engines on one number of articles.

    Attributes:
        number: Articles.
        names: Engines whose library is there.
    """

    def __init__(
        self,
        shared: Path,
        scratch: Path,
        number: int,
        *,
        quick: bool,
        queries_each: int,
        without: Sequence[str] = (),
    ) -> None:
        """Choose the engines and draw *queries_each* queries of each kind."""
        self._shared, self._scratch, self.number = shared, scratch, number
        self._quick = quick
        self.names = [name for name in PEERS if name not in without and peer(name) is not None]
        for name in [name for name in self.names if number > MOST.get(name, number)]:
            print(f"{name} is left out: above {MOST[name]:,} it takes hours", file=sys.stderr)
            self.names.remove(name)
        every = max(1, min(number, corpus.REAL) // DRAWN_FROM)
        drawn = islice(corpus.real_documents(shared, scratch, number), 0, number, every)
        self.asked = list(queries(list(drawn), queries_each))

    def folder(self, name: str) -> Path:
        """Return where the index of the engine *name* is."""
        return index_folder(self._scratch, name, self.number)

    def built(self) -> dict[str, Found]:
        """Build the indexes that are missing; return what building each took."""
        found = {}
        for name in self.names:
            if name not in SHARED_INDEX:
                path = self.folder(name) / BUILT
                if not path.exists():
                    print(f"{name}: {self.number:,} articles", file=sys.stderr)
                    self._child(name, "build", shared=str(self._shared))
                found[name] = json.loads(path.read_text())
        return found

    def started(self) -> dict[str, Found]:
        """Open each engine in processes of its own, in turn, and ask each query for the first time.

        Returns:
            Seconds of opening, and of the first answer to each query, the best of STARTS each: what
            else runs can only make them longer.
        """
        asked = [asdict(one) for one in self.asked if not _slow(one)]
        runs: dict[str, list[Found]] = {name: [] for name in self.names if name != "whoosh"}
        for _ in range(1 if self._quick else STARTS):
            for name, several in runs.items():
                several.append(self._child(name, "first use", asked=asked))
        return {
            name: {
                "open": min(run["open"] for run in several),
                "first": [
                    min(times) for times in zip(*(run["first"] for run in several), strict=True)
                ],
                "own_megabytes": several[-1]["own_megabytes"],
            }
            for name, several in runs.items()
        }

    def answered(self) -> dict[str, dict[str, Found]]:
        """Ask every engine every query again and again, in turn: kind -> engine -> what was found.

        Returns:
            ``seconds`` of each answer, and of each query the ``totals``, ``sections`` and
            ``months``.
        """
        engines = {name: self._opened(name) for name in self.names}
        found: dict[str, dict[str, Found]] = {}
        for kind in dict.fromkeys(one.kind for one in self.asked):
            asked = [one for one in self.asked if one.kind == kind]
            found[kind] = self._repeated(engines, asked)
        return found

    def _repeated(self, engines: dict[str, Peer], asked: Sequence[Asked]) -> dict[str, Found]:
        answers = {name: [engine.ask(one) for one in asked] for name, engine in engines.items()}
        seconds: dict[str, list[float]] = {name: [] for name in engines}
        for _ in range(3 if self._quick else ROUNDS):
            for one in asked:
                for name, engine in engines.items():
                    if sum(seconds[name]) < (0.5 if self._quick else PATIENCE):
                        started = time.process_time()
                        engine.ask(one)
                        seconds[name].append(time.process_time() - started)
        return {
            name: {
                "seconds": seconds[name],
                "totals": [answer.total for answer in answers[name]],
                "sections": [answer.sections for answer in answers[name]],
                "months": [answer.months for answer in answers[name]],
            }
            for name in engines
        }

    def _opened(self, name: str) -> Peer:
        engine = peer(name)
        assert engine is not None  # noqa: S101 - names are of engines that are there
        engine.open(self.folder(name))
        return engine

    def _child(self, name: str, what: str, **task: Any) -> Found:
        task |= {"name": name, "what": what, "number": self.number, "scratch": str(self._scratch)}
        ended = subprocess.run(
            [sys.executable, "-m", "scripts.benchmark.child"],
            input=json.dumps(task),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=CHECKOUT,
        )
        found: Found = json.loads(ended.stdout)
        return found


def _slow(asked: Asked) -> bool:
    """Tell whether a query asks for the same postings as another one."""
    return asked.newest or bool(asked.start)


def differences(answers: dict[str, dict[str, Found]], asked: Sequence[Asked]) -> list[str]:
    """Return a line for each answer in which an engine differs from the service.

    Not compared is what engines mean differently: how many of a title's words are enough, and what
    a facet counts that the query filters by.
    """
    wrong = []
    for kind, engines in answers.items():
        queries_of = [one for one in asked if one.kind == kind]
        own = engines["service"]
        for name, found in engines.items():
            for place, one in enumerate(queries_of):
                what = ["totals", "months"] + ([] if one.section else ["sections"])
                wrong += [
                    f"{name} differs in {field} of {one.kind} {one.text!r}: "
                    f"{found[field][place]} instead of {own[field][place]}"
                    for field in what
                    if not one.either
                    and _listed(found[field][place], own[field][place]) != own[field][place]
                ]
    return wrong


def _listed(counts: Any, own: Any) -> Any:
    """Return *counts* of those values alone that the service lists, where it does not list all."""
    if isinstance(own, dict) and len(own) >= MAX_BUCKETS:
        return {value: counts.get(value) for value in own}
    return counts
