"""The profile sections `orgs` (kinds, bodies, the Party tree) and `orgs/roles`."""

from gongzhi.orgs.check_files import check_bodies, check_roles
from gongzhi.orgs.services.apply_bodies import apply_bodies
from gongzhi.profiles.registry import Section, register_section


def register() -> None:
    """Make the sections known."""
    register_section(
        Section(
            "orgs",
            40,
            check_bodies,
            apply_bodies,
            owns=("orgs.Body", "orgs.BodyArea", "orgs.BodyEvent"),
            reads=(
                "areas/",
                "orgs/kinds.yaml",
                "orgs/bodies.csv",
                "orgs/by_area.yaml",
                "orgs/party.yaml",
            ),
        )
    )
    register_section(Section("orgs/roles", 45, check_roles))
