"""What every engine must do, whichever one runs.

A test class for an engine inherits from EngineContract and says how an archive of given records
is made; a behaviour an engine cannot have is skipped there by name, with the reason.
"""

from __future__ import annotations

from tests.engines.contracts.counting import Counting
from tests.engines.contracts.finding import Finding
from tests.engines.contracts.persons import Persons
from tests.engines.contracts.ranking import Ranking
from tests.engines.contracts.records import NAMED, RECORDS, MakeArchive
from tests.engines.contracts.telling import Telling

__all__ = ["NAMED", "RECORDS", "EngineContract", "MakeArchive"]


class EngineContract(Finding, Counting, Ranking, Telling, Persons):
    """Inherit, and give ``make`` as a fixture of the engine under test."""
