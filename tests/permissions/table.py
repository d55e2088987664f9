"""Every route of the URL conf: who gets through, and for whom anything is written.

Whoever is not in `through` must be sent to a login page or refused (401, 403, 404, 405, 409),
and nothing may have changed. Whoever is in it, but not in `writes`, may read and changes nothing.
A route that is missing here fails the suite.
"""

from __future__ import annotations

from .rowkinds import Row
from .rows_asked import ASKED
from .rows_duties import DUTIES
from .rows_evidence import EVIDENCE
from .rows_office import AREA_FILES, BOUNDARIES, OFFICE, PEOPLE, RELATIONS
from .rows_points import POINTS
from .rows_registers import REGISTERS
from .rows_venues import VENUES
from .rows_volunteering import VOLUNTEERING
from .rows_work import ACCOUNTS, COMMAND, DESK, FIELD, MEDIA, PROGRAMS, PUBLIC, RESIDENT, SHELL

TABLE: list[Row] = [
    *SHELL,
    *ACCOUNTS,
    *PUBLIC,
    *RESIDENT,
    *FIELD,
    *DESK,
    *COMMAND,
    *MEDIA,
    *PROGRAMS,
    *BOUNDARIES,
    *AREA_FILES,
    *RELATIONS,
    *PEOPLE,
    *OFFICE,
    *REGISTERS,
    *DUTIES,
    *VOLUNTEERING,
    *VENUES,
    *ASKED,
    *POINTS,
    *EVIDENCE,
]

__all__ = ["TABLE", "Row"]
