"""One role in the ways in which it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from search_service.people.lexicon import word_key

NEAR: Final = 365
"""Days by which two ways to print a role may be apart where one of them leaves words out."""

_LONG: Final = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "mttq": "mặt trận tổ quốc",
    "hđqt": "hội đồng quản trị", "tphcm": "thành phố hồ chí minh", "tp": "thành phố",
    "hcm": "hồ chí minh", "tw": "trung ương", "bch": "ban chấp hành", "hlv": "huấn luyện viên",
    "vđv": "vận động viên", "chqs": "chỉ huy quân sự", "csđt": "cảnh sát điều tra",
    "csgt": "cảnh sát giao thông", "bđbp": "bộ đội biên phòng", "gdđt": "giáo dục đào tạo",
    "đh": "đại học", "bv": "bệnh viện",
}  # fmt: skip

_SILENT: Final = frozenset(
    ("của", "và", "tại", "ở", "cho", "nam", "nữ", "tỉnh", "thành", "phố", "việt")
)
"""Words that are left out as often as not; *Bộ trưởng Bộ Y tế* has its second *Bộ* besides."""

_OFFICE: Final = "ủy ban nhân dân"
"""What a chairman of a province is the chairman of, said or not."""

_TELLING: Final = frozenset(["phó", "nguyên", "cựu", "quyền", "cố", "thường", "trực", "cục", "vụ"])
"""Words that make another role of one."""


@dataclass(slots=True)
class PrintedRole:
    """A role with the days on which it was printed, 0 for an article without one.

    Attributes:
        printed: How often it was printed in each way.
    """

    printed: Counter[str] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)

    @property
    def usual(self) -> str:
        """The way it is printed most often, of equals the fullest."""
        return min(self.printed, key=lambda text: (-self.printed[text], -len(text), text))


def merged(printed: Iterable[tuple[str, int]]) -> list[PrintedRole]:
    """Return the roles of one person, each once, of all (role, day) that are printed.

    One role are those that differ in case, abbreviations and small words, and one that leaves
    words of another out while that is printed too.
    """
    roles: dict[tuple[str, ...], PrintedRole] = {}
    for text, day in printed:
        role = roles.setdefault(_key(text), PrintedRole())
        role.printed[text] += 1
        role.days.append(day)
    for key in sorted(roles, key=lambda key: (len(key), key)):
        fuller = [one for one in roles if _leaves_out(key, one) and _near(roles[key], roles[one])]
        if fuller:
            best = min(fuller, key=lambda one: (-len(roles[one].days), one))
            roles[best].printed.update(roles[key].printed)
            roles[best].days += roles.pop(key).days
    return list(roles.values())


@lru_cache(maxsize=1 << 14)
def _key(role: str) -> tuple[str, ...]:
    text = " ".join(word_key(word) for word in role.replace("-", " ").replace(".", " ").split())
    words = " ".join(_LONG.get(word, word) for word in text.replace(",", " ").split())
    words = words.replace(_OFFICE, "").replace("trưởng bộ ", "trưởng ")
    kept = tuple(word for word in words.split() if word not in _SILENT)
    return kept or (text,)


def _leaves_out(key: Sequence[str], fuller: Sequence[str]) -> bool:
    """Tell whether *key* is *fuller* without some words, none of which makes another role."""
    if len(key) >= len(fuller) or key[0] != fuller[0]:
        return False
    words = iter(fuller)
    if not all(word in words for word in key):
        return False
    return not (Counter(fuller) - Counter(key)).keys() & _TELLING


def _near(one: PrintedRole, other: PrintedRole) -> bool:
    mine, theirs = ([day for day in role.days if day] for role in (one, other))
    if not mine or not theirs:
        return True
    return min(mine) <= max(theirs) + NEAR and min(theirs) <= max(mine) + NEAR
