"""``python -m search_service`` is the command line."""

from search_service.cli import main

if __name__ == "__main__":
    main()
