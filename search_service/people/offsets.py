"""From offsets in a composed text back to offsets in the text as given."""

import re
import unicodedata
from bisect import bisect_right

from search_service.vietnamese.normal import COMBINING

# What composing may change the length of: a character beyond ASCII, or any with marks after it.
_CLUSTER = re.compile(rf"[^\x00-\x7f{COMBINING}][{COMBINING}]*|[\x00-\x7f][{COMBINING}]+")


class Offsets:
    """The NFC of a text, and the way back from it.

    Attributes:
        text: The composed text; of the same length as the text given when that was in NFC.
    """

    def __init__(self, given: str) -> None:
        self._anchors, self._shifts = [0], [0]
        composed = unicodedata.is_normalized("NFC", given)
        self.text = given if composed else self._compose(given)

    def given(self, offset: int) -> int:
        """Return the offset in the given text of what starts at *offset* of the composed one."""
        return offset + self._shifts[bisect_right(self._anchors, offset) - 1]

    def _compose(self, given: str) -> str:
        """Compose cluster by cluster, noting an anchor wherever the length changes."""
        pieces: list[str] = []
        read = written = 0
        for match in _CLUSTER.finditer(given):
            piece = unicodedata.normalize("NFC", match[0])
            written += match.start() - read + len(piece)
            pieces += (given[read : match.start()], piece)
            read = match.end()
            if len(piece) != len(match[0]):
                self._anchors.append(written)
                self._shifts.append(read - written)
        return "".join(pieces) + given[read:]
