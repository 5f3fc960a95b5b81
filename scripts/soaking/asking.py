"""What readers, other sites and programs ask in turn, and what is wrong with an answer."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

WORDS = (
    *("lua", "lúa", "tỉnh ủy", "chuyen doi so", "lũ quét", "hội nghị tập huấn", "xã", "cà phê"),
    *('"chuyển đổi số"', "lúa -giá", "UBND tỉnh", "ddawsk lawsk", "từ:2022 lúa", "không có gì cả"),
    "Hội nghị bàn về chuyển đổi số trong nông nghiệp của tỉnh năm nay",
)
TEXT = "Sáng nay, tỉnh ủy họp bàn về chuyển đổi số và phòng chống lũ quét ở các xã vùng cao. " * 8


@dataclass
class Asked:
    """What came of requests: seconds by kind, how many had which status, what was no answer."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, kind: str, seconds: float, status: int) -> None:
        """Take note of one answer."""
        self.seconds.setdefault(kind, []).append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def join(self, other: Asked) -> None:
        """Take note of all that *other* has."""
        for kind, values in other.seconds.items():
            self.seconds.setdefault(kind, []).extend(values)
        for status, count in other.statuses.items():
            self.statuses[status] = self.statuses.get(status, 0) + count
        self.wrong += other.wrong

    def percentile(self, share: float) -> float:
        """Return the time, in seconds, that *share* of all answers kept within."""
        values = sorted(one for kind in self.seconds.values() for one in kind)
        return values[min(len(values) - 1, int(share * len(values)))]


class Client:
    """Asks one thing after another on one connection, as a browser keeps it."""

    def __init__(self, port: int, ids: list[str], seed: int, token: str) -> None:
        self._random = random.Random(seed)
        self._port, self._ids, self._seed, self._token = port, ids, seed, token
        self.sent: set[str] = set()
        self._connection = self._connect()
        self.asked = Asked()

    def _connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self._port, timeout=30)

    def ask(self) -> None:
        """Ask one thing. A connection that was closed meanwhile is opened again, as browsers do."""
        kind, method, path, body = self._next()
        headers = {"Content-Type": "application/json"} if body else {}
        if kind == "sent":
            headers["Authorization"] = f"Bearer {self._token}"
        # The address of a reader of its own: the limit is for each.
        headers["X-Forwarded-For"] = (
            f"10.{self._random.randrange(4)}.{self._random.randrange(256)}.1"
        )
        began = time.perf_counter()
        for last in (False, True):
            try:
                self._connection.request(method, path, body, headers)
                answer = self._connection.getresponse()
                answer.read()
            except (OSError, HTTPException) as error:
                self._connection.close()
                self._connection = self._connect()
                if last:
                    self.asked.wrong.append(f"{path}: {error!r}")
                continue
            break
        else:
            return
        self.asked.add(kind, time.perf_counter() - began, answer.status)
        asked_503 = answer.status == 503 and answer.headers.get("Retry-After")
        nothing_related = answer.status == 404 and kind == "widget"
        if answer.status >= 400 and not asked_503 and not nothing_related:
            self.asked.wrong.append(f"{path}: {answer.status}")
        if kind == "sent" and answer.status in {200, 201}:
            self.sent.add(path.rpartition("/")[2])

    def _next(self) -> tuple[str, str, str, str | None]:
        kind = self._random.choices(
            ("search", "api", "suggest", "article", "related", "widget", "posted", "sent", "page"),
            (30, 10, 20, 15, 5, 10, 3, 1, 6),
        )[0]
        words = quote(self._random.choice(WORDS))
        article = quote(self._random.choice(self._ids), safe="")
        page = self._random.choice(
            ("/", "/feed.atom", "/sitemap.xml", "/trend?q=lua", "/widget.js")
        )
        if kind == "posted":
            title = f"{self._random.choice(WORDS)} {self._random.random()}"
            return kind, "POST", "/api/related", json.dumps({"title": title, "body": TEXT})
        if kind == "sent":
            name = f"sent-{self._seed}-{self._random.randrange(20)}"
            record = {
                "title": f"{self._random.choice(WORDS)} {self._random.random()}",
                "body": TEXT,
            }
            return kind, "PUT", f"/api/articles/{name}", json.dumps(record)
        return kind, "GET", {
            "search": f"/search?q={words}&page={self._random.randrange(1, 3)}",
            "api": f"/api/search?q={words}",
            "suggest": f"/api/suggest?q={words[:9].rpartition('%')[0] or 'l'}",
            "article": f"/article/{article}?q={words}",
            "related": f"/api/articles/{article}/related",
            "widget": f"/embed/related?id={article}&layout=cards",
            "page": page,
        }[kind], None  # fmt: skip
