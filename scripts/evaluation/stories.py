"""Stories: of the reports that belong together, how many does a timeline have, and what else?

Every labelled article asks for its story; the cluster it is in, itself included, is what belongs
to it. Precision and recall are means over the articles that ask. Beside the service stand its own
rules changed: the article's own links alone, and one report's word enough for what those do not
reach.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.evaluation.clusters import SETS, Asked, asked, clusters
from scripts.evaluation.indexes import engine_of, records, whole, work_folder
from scripts.evaluation.metrics import mean
from search_service.desk import story as rules
from search_service.engines.base import Engine

SAMPLE = 150
NEVER = 1_000

Rules = dict[str, float]
METHODS: dict[str, Rules] = {
    "service": {},
    "own links alone": {"LINKS": NEVER},
    "one report's word is enough": {"LINKS": 1},
    "one as loose as the article's own": {"LINKS": 1, "LATER_STORY": 0.0},
}


def run(shared: Path, *, work: Path | None, sample: int | None) -> int:
    """Print the table; *sample* articles of each set ask."""
    sets = {name: clusters(shared, name) for name in SETS}
    articles = [one for of_set in sets.values() for cluster in of_set for one in cluster]
    articles += islice(records(shared / "corpus/vntc.jsonl.gz"), None)
    asking = asked(sets, sample or SAMPLE)
    with work_folder(work) as folder:
        engine = engine_of(folder / f"related-{len(articles)}", articles, whole)
        table = Table(title=f"Stories among {len(articles):,} articles")
        for heading in ("set", "rules", "asked", "precision", "recall", "reports", "most"):
            table.add_column(heading, justify="left" if heading in ("set", "rules") else "right")
        for name in SETS:
            own = [one for one in asking if one.name == name]
            for method, changed in METHODS.items():
                with _changed(changed):
                    table.add_row(name, method, *_worth(engine, own))
        Console(width=110).print(table)
    return 0


@contextmanager
def _changed(changed: Rules) -> Iterator[None]:
    before = {name: getattr(rules, name) for name in changed}
    for name, value in changed.items():
        setattr(rules, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(rules, name, value)


def _worth(engine: Engine, asking: Sequence[Asked]) -> Iterator[str]:
    stories = [_ids(engine, one.article) for one in asking]
    wanted = [one.wanted | {one.article} for one in asking]
    pairs = list(zip(stories, wanted, strict=True))
    yield f"{len(asking)}"
    yield f"{mean(len(found & right) / len(found) for found, right in pairs):.3f}"
    yield f"{mean(len(found & right) / len(right) for found, right in pairs):.3f}"
    yield f"{mean(map(len, stories)):.1f}"
    yield f"{max(map(len, stories))}"


def _ids(engine: Engine, article: str) -> set[str]:
    document = engine.document(article)
    if document is None:
        raise LookupError(f"{article} is not in the index: build it anew")
    reports = rules.story(engine, document).reports
    return {one.article.id for report in reports for one in (report.document, *report.copies)}
