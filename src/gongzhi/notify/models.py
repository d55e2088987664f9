"""What was said to whom, over which channel, and whether it got there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongzhi.web.words import speaks_chinese


class Message(models.Model):
    """One message to one person. A failure keeps its reason, so that it can be sent again.

    A resident's message goes out as a text (SMS) and stands in their list as it went; a member of
    staff reads theirs under the bell, in Chinese or English (`text_en`) as the page is, and
    `sent_at` is then the moment of writing. `retry_at` is the
    moment before which no worker tries (again); whoever tries first moves it.
    """

    resident = models.ForeignKey(
        "accounts.Resident",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        db_index=False,
    )
    user = models.ForeignKey(
        "accounts.User",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        db_index=False,
    )
    kind = models.CharField(max_length=40)
    text = models.TextField()
    text_en = models.TextField(blank=True, default="")  # of staff: what was sent stays as sent
    order_number = models.CharField(max_length=24, blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True, default="")
    dedupe = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["user", "-created_at"],
                name="message_user_recent",
                condition=Q(user__isnull=False),
            ),
            models.Index(
                fields=["resident", "-created_at"],
                name="message_resident_recent",
                condition=Q(resident__isnull=False),
            ),
            models.Index(fields=["created_at"], name="message_unsent", condition=Q(sent_at=None)),
            models.Index(
                fields=["user"],
                name="message_unread",
                condition=Q(read_at=None, user__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe"], name="message_once", condition=~Q(dedupe="")
            ),
            models.CheckConstraint(
                condition=Q(resident=None, user__isnull=False)
                | Q(resident__isnull=False, user=None),
                name="message_one_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def said(self) -> str:
        """For whoever reads it on a page."""
        return self.text if speaks_chinese() or not self.text_en else self.text_en


class DemoText(models.Model):
    """What the console gateway "sent" in a demo: shown in the demo inbox, never in a log."""

    phone_sealed = models.TextField()
    text_sealed = models.TextField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"demo text {self.pk}"
