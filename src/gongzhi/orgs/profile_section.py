"""The profile sections of bodies: kinds, bodies and the Party tree; roles; relations; structure."""

from gongzhi.orgs.check_files import check_bodies, check_roles
from gongzhi.orgs.relations_file import check_relations
from gongzhi.orgs.services.apply_bodies import apply_bodies
from gongzhi.orgs.structure_file import (
    check_matrix,
    check_powers,
    check_service_posts,
    check_structure_file,
)
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
    register_section(Section("orgs/relations", 46, check_relations))
    register_section(Section("orgs/structure", 47, check_structure_file))
    register_section(Section("orgs/matrix", 48, check_matrix))
    register_section(Section("orgs/powers", 49, check_powers))
    register_section(Section("orgs/service_posts", 49, check_service_posts))
