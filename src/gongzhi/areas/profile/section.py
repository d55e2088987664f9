"""The profile section `areas`: levels, divisions and grids, shapes."""

from gongzhi.areas.profile.check_files import check_areas
from gongzhi.areas.services.apply_areas import apply_areas
from gongzhi.profiles.registry import Section, register_section


def register() -> None:
    """Make the section known."""
    register_section(
        Section(
            "areas",
            30,
            check_areas,
            apply_areas,
            owns=("areas.Area", "areas.AreaVersion", "areas.GridPlan"),
            reads=("areas/",),
        )
    )
