"""The profile sections of bodies: kinds, bodies and the Party tree; roles; relations; structure."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from gongzhi.orgs.ending.naming import Naming, register_naming
from gongzhi.orgs.profile.check_files import check_bodies, check_roles
from gongzhi.orgs.profile.relations_file import check_relations
from gongzhi.orgs.profile.structure_file import (
    check_matrix,
    check_powers,
    check_service_posts,
    check_structure_file,
)
from gongzhi.orgs.services.apply_bodies import apply_bodies
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.registry import Section, register_section


def _named_in_structure(files: ProfileFiles) -> Iterator[tuple[str, str]]:
    posted = (files.yaml("orgs/structure.yaml") or {}).get("posted") or {}
    for number, force in enumerate(posted.get("forces") or (), 1):
        yield f"posted.forces[{number}].body", str(force.get("body", ""))


def register() -> None:
    """Make the sections known, and where one of them names bodies."""
    register_naming(Naming("orgs/structure.yaml", _("派驻力量"), _named_in_structure))
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
