"""What a person wishes about the own row, sealed as the table keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from gongzhi.kernel import crypto
from gongzhi.registers.models import DataRequest

PROCESS: Final = "data_request"  # of the profile: orders/processes/data_request.yaml
NOTE: Final = "note"


def sealed_wish(words: Mapping[str, str]) -> str:
    """What is wished, as the table keeps it; "" for nothing."""
    return crypto.seal(json.dumps(dict(words), ensure_ascii=False)) if words else ""


def wish_of(request: DataRequest) -> dict[str, str]:
    """Field key → wished words, and `note`; {} when there are none, or no more."""
    if not request.wish_sealed:
        return {}
    found: dict[str, str] = json.loads(crypto.open_(request.wish_sealed))
    return found
