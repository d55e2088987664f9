"""What a picture is of: a post, an activity or a project, in the same words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongzhi.evidence.models import Picture, Project
from gongzhi.venues.models import Activity
from gongzhi.volunteering.models import Post


@dataclass(frozen=True)
class Subject:
    """`link` are the columns of a picture that point to it."""

    kind: str
    id: int
    title: str
    community_id: int
    is_demo: bool

    @property
    def link(self) -> dict[str, Any]:
        return {f"{self.kind}_id": self.id}


def subject_of(kind: str, subject_id: int) -> Subject | None:
    """None for what is not there or was cancelled."""
    if kind == "post":
        post = Post.objects.filter(pk=subject_id, cancelled_at=None).first()
        if post is not None:
            return Subject(kind, post.pk, post.title, post.community_id, post.is_demo)
    if kind == "activity":
        row = Activity.objects.filter(pk=subject_id, cancelled_at=None).first()
        if row is not None:
            return Subject(kind, row.pk, row.title, row.body_id, row.is_demo)
    if kind == "project":
        project = Project.objects.filter(pk=subject_id).first()
        if project is not None:
            of = project.community_id
            return Subject(kind, project.pk, project.title, of, project.is_demo)
    return None


def title_of(row: Picture) -> str:
    """Of a picture whose subject was read along."""
    about = row.post or row.activity or row.project
    return about.title if about else ""
