from .cast import ROLES, Cast
from .rows_asked import ASKED
from .test_routes import problem_of


def test_mine(cast: Cast) -> None:
    found = [p for role in ROLES for row in ASKED if (p := problem_of(row, role, cast))]
    assert not found, "\n" + "\n".join(found)
