"""The demo: made-up data, codes shown in an inbox instead of sent."""

from gongzhi.config.settings.base import *  # noqa: F403

DEMO = True
