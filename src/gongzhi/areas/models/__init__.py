"""Areas in time, their changes, functional areas, and what waits to be applied."""

from gongzhi.areas.models.area import Area, AreaVersion
from gongzhi.areas.models.boundary import BoundaryChange, BoundaryLink, ChangedVersion, ChangeTarget
from gongzhi.areas.models.functional import FunctionalArea, FunctionalMember
from gongzhi.areas.models.staged import AreaImport, GridPlan

__all__ = [
    "Area",
    "AreaImport",
    "AreaVersion",
    "BoundaryChange",
    "BoundaryLink",
    "ChangeTarget",
    "ChangedVersion",
    "FunctionalArea",
    "FunctionalMember",
    "GridPlan",
]
