"""A city for the clients: `python -m tests.durability.make_city` prints a key and a point as JSON."""

from __future__ import annotations

import json
import sys
from datetime import date


def main() -> int:
    """Apply the profile, hire one acceptor and issue their key."""
    import django

    django.setup()
    from gongzhi.accounts.services.assign_posting import assign_posting
    from gongzhi.accounts.services.create_staff import create_staff
    from gongzhi.accounts.services.issue_api_key import issue_api_key
    from gongzhi.areas import selectors as areas
    from gongzhi.areas.models import Area
    from gongzhi.kernel.scope import unscoped
    from gongzhi.orgs import selectors as orgs
    from gongzhi.orgs.models import Body
    from gongzhi.profiles.services.apply_profile import apply_profile
    from gongzhi.profiles.source import profile_path

    apply_profile(profile_path("qianan"))
    for module in (areas, orgs):
        module.forget()
    root = areas.root_area()
    assert root is not None
    with unscoped("durability tests: a city of their own"):
        user = create_staff(username="d-hotline", name="测试热线", password="Liu-Li-Qiao-2026")
        assign_posting(
            user=user,
            role="acceptor",
            body=Body.objects.get(pk=orgs.bodies_of_kind("centre")[0].id),
            area=Area.objects.get(pk=root.id),
            since=date(2020, 1, 1),
        )
        token = issue_api_key(user=user, name="热线").token
    grid = next(area for area in areas.leaf_areas() if area.level == 3)
    found = {"token": token, "lon": grid.centre_lon, "lat": grid.centre_lat}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
