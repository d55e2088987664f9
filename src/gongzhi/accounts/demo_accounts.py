"""The ready accounts of a demo, for its login page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from gongzhi.accounts.selectors import is_demo


def demo_accounts() -> list[dict[str, str]]:
    """`name username password` of each account in <data>/demo.json; empty outside a demo."""
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
    names = (account.get("role_name") or account.get("role"), account.get("name"))
    name = " ".join(str(part) for part in names if part)
    return {
        "name": name,
        "username": str(account["username"]),
        "password": str(account["password"]),
    }
