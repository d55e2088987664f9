"""``python -m gongzhi.web.i18n extract|compile|check``: exit code 1 when check finds faults."""

from __future__ import annotations

import argparse
import sys

from gongzhi.web.i18n import catalogue


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="gongzhi.web.i18n", description=__doc__)
    parser.add_argument("command", choices=("extract", "compile", "check"))
    command = parser.parse_args(arguments).command
    if command == "extract":
        texts, new, removed = catalogue.extract()
        sys.stdout.write(f"{texts} texts, {new} new, {removed} removed\n")
        return 0
    if command == "compile":
        sys.stdout.write(f"{catalogue.compile_catalogue()}\n")
        return 0
    problems = catalogue.check()
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(problems)} problems\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
