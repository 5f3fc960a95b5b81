#!/usr/bin/env python
"""Make docs/tour: pages of the sample archive as a browser shows them, on a desk and on a phone.

    .venv/bin/python scripts/tour.py [FOLDER]

Needs the extra dev and the browser chromium.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from playwright.sync_api import sync_playwright  # noqa: E402

from search_service.cli.progress import PlainListener  # noqa: E402
from search_service.engines.whoosh.archive import WhooshArchive  # noqa: E402
from search_service.indexer import index  # noqa: E402
from search_service.newsroom.users import changed  # noqa: E402
from search_service.settings import Settings  # noqa: E402
from search_service.store import Store  # noqa: E402
from search_service.store.follows import Follows  # noqa: E402
from search_service.store.reports import Reports, Subject  # noqa: E402
from search_service.web import create_app  # noqa: E402
from tests.browser.conftest import ARGUMENTS, served  # noqa: E402

SAMPLE = CHECKOUT / "search_service" / "sample"
PASSWORD = "một mật khẩu cho chuyến đi"  # noqa: S105 - of nobody
DESK, PHONE = 1280, 390


class Stop(NamedTuple):
    """One page of the tour."""

    name: str
    path: str
    told: str
    width: int = DESK
    scheme: str = "light"


STOPS = (
    Stop("home", "/", "The newest articles, who is in them, and the whole archive by month."),
    Stop(
        "search",
        "/search?q=cau",
        "A search typed without marks, with its facets: sections, persons, months.",
    ),
    Stop("search-phone", "/search?q=cau", "The same on a phone.", PHONE),
    Stop("search-dark", "/search?q=xã", "In the dark.", PHONE, "dark"),
    Stop(
        "nothing",
        "/search?q=hoang+dinh+trat",
        "A slip of the hand: nothing is found, and what was meant is offered.",
    ),
    Stop(
        "article",
        "/article/blg-2021-0551?q=xã",
        "An article with the words of the search marked, its people and their roles, related news.",
    ),
    Stop(
        "person",
        "/person/hoàng-đình-trác",
        "A person: roles by the dates they were printed, coverage, companions.",
    ),
    Stop(
        "namesake",
        "/person/mai-trung-kiên-hlv",
        "Two who share a name are two persons, and the page says why.",
    ),
    Stop(
        "trend",
        "/trend?q=cầu&q=lũ&q=bóng+đá",
        "How often something was written about, as a share of all that was published.",
    ),
    Stop("words", "/words?q=cầu", "Words and people that go with a search."),
    Stop("concordance", "/concordance?q=cầu&order=right", "Every occurrence in context."),
    Stop("story", "/story/blg-2022-3191", "A story on a line of time, with its silences."),
    Stop("pictures", "/pictures?q=cầu", "Pictures by their captions."),
    Stop("embed", "/embed?article=blg-2021-0551&layout=cards", "Related news for another site."),
    Stop("english", "/search?q=lũ&lang=en", "The same service in English."),
)
STAFF = (
    Stop("staff", "/staff/", "For the newsroom: what readers report."),
    Stop("staff-person", "/staff/persons/mai-trung-kiên-hlv", "A decision on a person."),
    Stop("staff-table", "/staff/tables/pins.tsv", "A table of the newsroom's, as text."),
    Stop("staff-follows", "/staff/follows", "What is followed, by feed and by mail."),
    Stop("staff-diary", "/staff/diary", "What readers search for; who they are is not kept."),
)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "docs" / "tour"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        app = prepared(Path(scratch))
        with served(app) as address, sync_playwright() as started:
            browser = started.chromium.launch(
                executable_path=_chromium(), args=[*ARGUMENTS, "--force-color-profile=srgb"]
            )
            for stop in STOPS:
                page = _open(browser, address, stop)
                _take(page, folder, stop)
            page = _signed_in(browser, address)
            for stop in STAFF:
                page.goto(stop.path)
                _take(page, folder, stop)
            browser.close()
    told = [f"## {stop.told}\n\n![{stop.told}]({stop.name}.jpg)\n" for stop in (*STOPS, *STAFF)]
    head = (
        "# A tour\n\nThe sample archive as a browser shows it. Made by `scripts/tour.py`; "
        "persons and events are invented.\n"
    )
    (folder / "README.md").write_text("\n".join([head, *told]), encoding="utf-8")


def prepared(scratch: Path) -> Any:
    """Return the app over the sample archive, with something for the staff to do."""
    archive = WhooshArchive(scratch / "index")
    index(archive, [SAMPLE], listener=PlainListener(), workers=os.cpu_count() or 1)
    (scratch / "users.tsv").write_text(changed("", "lan", PASSWORD), encoding="utf-8")
    store = Store(scratch / "store.sqlite")
    reports = Reports(store)
    reports.add(Subject.PERSON, person="mai-trung-kiên-hlv", text="Bài ngày 12 là ông Kiên khác.")
    reports.add(Subject.DATE, article="blg-2021-0551", text="Ngày đăng sớm hơn một hôm.")
    Follows(store).add('người:"Hoàng Đình Trác"', name="Ông Trác", mail="lan@bao.example", by="lan")
    Follows(store).add("lũ quét", name="Lũ quét", by="lan")
    newsroom = scratch / "newsroom"
    newsroom.mkdir()
    (newsroom / "pins.tsv").write_text("# Mùa mưa\nlũ\tblg-2022-3191\n", encoding="utf-8")
    app = create_app(archive, Settings(staff_users=scratch / "users.tsv"))
    client = app.test_client()
    for query in ("lũ", "lũ", "lũ quét", "lũ quét", "cầu", "cầu", "giá vàng", "giá vàng"):
        client.get("/search", query_string={"q": query})
    client.get("/article/blg-2022-3191?q=lũ&n=1")
    return app


def _open(browser: Any, address: str, stop: Stop) -> Any:
    page = browser.new_context(
        base_url=address,
        viewport={"width": stop.width, "height": 844},
        color_scheme=stop.scheme,
        locale="vi-VN",
    ).new_page()
    page.goto(stop.path)
    return page


def _signed_in(browser: Any, address: str) -> Any:
    page = _open(browser, address, Stop("", "/staff/", ""))
    page.get_by_label("Tên", exact=True).fill("lan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/staff/")
    return page


def _take(page: Any, folder: Path, stop: Stop) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"{stop.name}.jpg", type="jpeg", quality=80)
    print(f"{stop.name}: {stop.path}")


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("the browser chromium is missing (Debian: apt install chromium)")
    return found


if __name__ == "__main__":
    main()
