"""The cities as their folders say, read once: what the digest's figures are compared with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongzhi.areas.profile.check_files import AreaRecord
from gongzhi.demo.params import Params
from gongzhi.orgs.profile.records import BodyRecord
from gongzhi.profiles.services.check_profile import read_profile

PROFILES = Path(__file__).resolve().parents[2] / "profiles"


@dataclass(frozen=True)
class City:
    """Everything that a profile expands to; nothing is in a database."""

    areas: list[AreaRecord]
    bodies: list[BodyRecord]
    demo: Params
    documents: dict[str, object]

    def area_kinds(self) -> Counter[str]:
        return Counter(area.kind for area in self.areas)

    def body_kinds(self) -> Counter[str]:
        return Counter(body.kind for body in self.bodies)

    def workers(self) -> dict[str, int]:
        return {one.role: one.total for one in self.demo.workers}


@cache
def city(key: str) -> City:
    """A city's profile, which has to be without a mistake."""
    read = read_profile(PROFILES / key)
    assert read.problems.sorted() == []
    documents = read.context.documents
    return City(
        areas=list(read.context.work["areas"].values()),
        bodies=list(read.context.work["orgs"].values()),
        demo=Params.model_validate(documents["demo"] or {}),
        documents=documents,
    )
