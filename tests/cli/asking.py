"""Running a command as a user does, in this process."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from search_service.cli import main


def run(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


def answer(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)
