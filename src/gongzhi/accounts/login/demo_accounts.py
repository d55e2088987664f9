"""The ready accounts of a demo, for its login page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from gongzhi.accounts.selectors import is_demo


def demo_accounts() -> list[dict[str, str]]:
    """`role name username password` of each account in <data>/demo.json; empty outside a demo."""
    if not is_demo():
        return []
    path = Path(settings.DATA) / "demo.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    accounts = document.get("accounts", []) if isinstance(document, dict) else []
    return [row for row in (_row(account) for account in accounts) if row]


def _row(account: Any) -> dict[str, str] | None:
    if not isinstance(account, dict) or not (account.get("username") and account.get("password")):
        return None
    english = (get_language() or "zh").startswith("en")
    role = (english and account.get("role_name_en")) or account.get("role_name")
    return {
        "role": str(role or account.get("role") or ""),
        "name": str(account.get("name") or ""),
        "username": str(account["username"]),
        "password": str(account["password"]),
    }
