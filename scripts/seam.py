#!/usr/bin/env python3
"""What a cluster's engine costs beside bare requests: ``scripts/seam.py --config FILE search``.

``search`` times pages with all their facets against the one request that each page needs, sent as
bytes, in turns. ``bulk FOLDER`` times ``index --prepared`` of a folder against a bare load of the
documents that it sends, the nodes' processor time included. Both ask the cluster that FILE, a
settings file, names; ``bulk`` leaves nothing there.
"""

import argparse
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from scripts.seaming import loading, searching  # noqa: E402 - found by the line above
from search_service.settings import Settings  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--config", type=Path, required=True, help="settings of an archive there")
    commands = parser.add_subparsers(dest="command", required=True)
    search = commands.add_parser("search", help="pages with facets")
    search.add_argument("--number", type=int, default=100, help="queries; default: %(default)s")
    bulk = commands.add_parser("bulk", help="loading prepared articles")
    bulk.add_argument("folder", type=Path, help="what `prepare` made")
    bulk.add_argument("--rounds", type=int, default=2, help="default: %(default)s")
    options = parser.parse_args()
    settings = Settings.load_beside(options.config)
    if options.command == "search":
        searching.report(settings, options.number)
    else:
        loading.report(settings, options.folder, options.rounds)


if __name__ == "__main__":
    main()
