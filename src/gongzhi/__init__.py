"""Gongzhi 共治: community governance software for cities, streets, communities and grids."""

__version__ = "0.1.0"
