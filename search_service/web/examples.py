"""Requests as programs write them: curl, Python, JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SENT: Final[Mapping[str, tuple[str, ...]]] = {
    "PostedArticle": ("title", "body"),
    "SentArticle": ("title", "body"),
    "SentPost": ("post_id", "post_status", "post_title", "post_content"),
}
"""The fields of each record that examples send."""

TOKEN: Final = "TOKEN"  # noqa: S105 - the name of a variable
"""The variable of the environment that examples take a token from."""


@dataclass(frozen=True, slots=True)
class Example:
    """One request.

    Attributes:
        body: JSON, or nothing.
        token: Whether it shows a token.
    """

    method: str
    address: str
    body: str
    token: bool

    @property
    def plain(self) -> bool:
        """Whether an address alone says all of it."""
        return self.method == "GET" and not self.token


def curl(example: Example) -> str:
    """Return *example* for a shell."""
    method = f"-X {example.method} " if example.method not in {"GET", "POST"} else ""
    lines = [f'curl {method}"{example.address}"']
    if example.token:
        lines.append(f'  -H "Authorization: Bearer ${TOKEN}"')
    if example.body:
        quoted = example.body.replace("'", "'\\''")
        lines += ['  -H "Content-Type: application/json"', f"  -d '{quoted}'"]
    return " \\\n".join(lines)


def python(example: Example) -> str:
    """Return *example* with the standard library."""
    lines = ["import json"] if example.plain or example.body or not example.token else []
    lines += ["import os"] if example.token else []
    if example.plain:
        return "\n".join(
            [*lines, "from urllib.request import urlopen", "",
             f'with urlopen("{example.address}") as answer:', "    print(json.load(answer))"]
        )  # fmt: skip
    lines += ["from urllib.request import Request, urlopen", ""]
    arguments = [f'"{example.address}"']
    if example.body:
        lines.append(f"text = {example.body}")
        arguments.append("json.dumps(text).encode()")
    headers = ['"Content-Type": "application/json"'] if example.body else []
    if example.token:
        headers.append(f'"Authorization": "Bearer " + os.environ["{TOKEN}"]')
    arguments.append(f"{'' if example.body else 'headers='}{{{', '.join(headers)}}}")
    if example.method != "POST":
        arguments.append(f'method="{example.method}"')
    shown = "json.load(answer)" if example.body else "answer.status"
    return "\n".join(
        [*lines, f"request = Request({', '.join(arguments)})",
         "with urlopen(request) as answer:", f"    print({shown})"]
    )  # fmt: skip


def javascript(example: Example) -> str:
    """Return *example* for a browser or Node."""
    shown = "await answer.json()" if example.body or example.plain else "answer.status"
    if example.plain:
        return f'const answer = await fetch("{example.address}");\nconsole.log({shown});'
    headers = ['"Content-Type": "application/json"'] if example.body else []
    if example.token:
        headers.append(f'"Authorization": `Bearer ${{process.env.{TOKEN}}}`')
    parts = [f'  method: "{example.method}",', f"  headers: {{ {', '.join(headers)} }},"]
    if example.body:
        parts.append(f"  body: JSON.stringify({example.body}),")
    return "\n".join(
        [f'const answer = await fetch("{example.address}", {{', *parts, "});",
         f"console.log({shown});"]
    )  # fmt: skip
