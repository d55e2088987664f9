"""Compile every catalogue: django.po becomes django.mo beside it."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCES = Path(__file__).resolve().parent.parent / "src"


def main() -> int:
    """Exit code 1 names the first catalogue that is not well-formed."""
    for source in sorted(SOURCES.rglob("*.po")):
        try:
            with source.open("rb") as file:
                catalogue = read_po(file, abort_invalid=True)
        except (PoFileError, ValueError) as error:
            sys.stderr.write(f"{source}: {error}\n")
            return 1
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return 0


if __name__ == "__main__":
    sys.exit(main())
