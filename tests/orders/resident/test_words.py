"""Office words never stand on resident pages (screens: rules for all)."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongzhi

OFFICE = ("立案", "派遣", "处置", "结案", "核查", "挂账", "责任主体", "案件")
SOURCE = Path(gongzhi.__file__).parent
PAGES = [
    *(SOURCE / "orders/templates/orders/resident").glob("*.html"),
    *(SOURCE / "insight/templates/insight/public").glob("*.html"),
    *(SOURCE / "orders/views/resident").glob("*.py"),
    *(SOURCE / "orders/selectors").glob("resident*.py"),
    SOURCE / "orders/forms/resident.py",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_no_office_words(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [word for word in OFFICE if word in text] == []


def test_no_inline_script_or_style() -> None:
    for page in PAGES[: sum(p.suffix == ".html" for p in PAGES)]:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text, page
        assert "style=" not in text, page
