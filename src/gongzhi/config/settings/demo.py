"""The demo: made-up data, codes shown in an inbox instead of sent."""

import os

from gongzhi.config.settings.base import *  # noqa: F403
from gongzhi.platform.loginconfig import names_of

DEMO = True
# The printed accounts are for trying: a second factor is set up by whoever wants to see it.
GONGZHI_SECOND_FACTOR = names_of(os.environ.get("GONGZHI_SECOND_FACTOR", "none"))
