"""docs/seed-coverage.md says what the tests' names say."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_up_to_date() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import seed_coverage
    finally:
        sys.path.pop(0)
    assert seed_coverage.PAGE.read_text(encoding="utf-8") == seed_coverage.page(), (
        "run python tools/seed_coverage.py"
    )
