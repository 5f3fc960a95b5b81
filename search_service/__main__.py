"""The command line, as ``search-service`` and as ``python -m search_service``."""

from __future__ import annotations

import sys


def main() -> None:
    """Load the commands, which takes a second, and run one; Ctrl-C may come in that second too."""
    try:
        from search_service.cli import main as commands  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(128 + 2)  # as a shell says of what SIGINT ended
    commands()


if __name__ == "__main__":
    main()
