"""Rows of the evidence wall."""

from .picture import Picture
from .project import Deed, Project

__all__ = ["Deed", "Picture", "Project"]
