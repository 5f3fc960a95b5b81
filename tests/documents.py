"""Reading the documents: their sections and tables."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def section(text: str, title: str) -> str:
    """Return what stands under the heading *title*, up to the next heading of its level."""
    return text.split(f"\n## {title}\n")[1].split("\n## ", maxsplit=1)[0]


def table(text: str) -> list[list[str]]:
    """Return the rows of the first table of *text*, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
