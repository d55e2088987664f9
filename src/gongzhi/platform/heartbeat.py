"""How soon a worker that was killed is noticed.

A crash delays what somebody waits to be told by half a minute at most.
"""

from typing import Final

BEAT_SECONDS: Final = 4.0
SILENT_SECONDS: Final = 16
