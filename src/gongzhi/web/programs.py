"""Where programs call: nothing there is a page."""

from typing import Final

API: Final = "/api/"
