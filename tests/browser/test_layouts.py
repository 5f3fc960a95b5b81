"""The embedded list in every layout and colour."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_embedding import ARTICLE, BOX, document, tag

LIGHT, DARK = "rgb(252, 250, 245)", "rgb(23, 21, 18)"


@pytest.mark.parametrize("layout", ["list", "cards", "titles"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_layout_fits_its_place(
    host: Any, visit: Any, site: str, layout: str, width: int
) -> None:
    seen = visit(
        host.put("/bai", document(tag(site, data_url=ARTICLE, data_layout=layout))), width=width
    )
    box = seen.page.locator(BOX)
    box.wait_for()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert box.evaluate("e => e.scrollWidth <= e.clientWidth")
    lefts = box.locator("li").evaluate_all("all => all.map(e => e.getBoundingClientRect().left)")
    assert (len(set(lefts)) > 1) == (layout == "cards")


@pytest.mark.parametrize(
    ("style", "theme", "system", "paper"),
    [
        ("", "", "light", LIGHT),
        ("", "", "dark", DARK),
        ("body { background: #fff }", "", "dark", LIGHT),
        ("body { background: #111 }", "auto", "light", DARK),
        (":root { color-scheme: light dark }", "auto", "dark", DARK),
        (":root { color-scheme: light }", "auto", "dark", LIGHT),
        ("body { background: #fff }", "dark", "light", DARK),
        (":root { color-scheme: dark }", "light", "dark", LIGHT),
    ],
)
def test_the_colours_are_those_chosen_or_those_of_the_page(
    host: Any, visit: Any, site: str, style: str, theme: str, system: str, paper: str
) -> None:
    page = document(tag(site, data_url=ARTICLE, data_theme=theme), f"<style>{style}</style>")
    seen = visit(host.put("/bai", page), color_scheme=system)
    box = seen.page.locator(BOX)
    box.wait_for()
    assert box.evaluate("e => getComputedStyle(e).backgroundColor") == paper
