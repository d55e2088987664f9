"""What somebody at the desk fills in to start an order."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Opening:
    """What was filled in. `fields` are those of the process; degrees are WGS 84.

    Phone, name, the way it was heard and the area are of what is taken down for a resident.
    """

    process: str
    client_key: uuid.UUID
    text: str
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    body: str = ""
    origin: str = ""  # number of the order out of which it is started
    called: tuple[str, ...] = ()  # codes of bodies to call at once
    phone: str = ""
    name: str = ""
    source: str = ""
    area_code: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
