"""The command `gongzhi`."""

from gongzhi.cli.main import main

__all__ = ["main"]
