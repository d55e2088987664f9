"""Who may change areas: by a change of boundaries, an import or a plan of grids."""

from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor

CHANGERS = ("sysadmin",)


def check_may_change(actor: Actor) -> None:
    """Raises Denied for everybody but the system administrator (and the system)."""
    if not (actor.is_system or actor.has_role(*CHANGERS)):
        raise Denied
