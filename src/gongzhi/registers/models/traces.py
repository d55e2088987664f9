"""What is kept so that a person can be told: in whose search one's row stood, and where it stood.

Both hold ids and paths, no name, and are read for the one person who asks (reading/own_searches.py,
reading/own_exports.py). They go when the line of the log, or the time for which logs are kept, does.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .people import Person


class SearchShown(models.Model):
    """Beside the line of a search in the access log: ids of the people whom it showed, masked.

    One row a search, and none for people whom the same user was already shown that day, so that
    typing on writes nothing. Insert only, by the one service that searches.
    """

    log = models.OneToOneField(
        "accounts.AccessLog", models.CASCADE, primary_key=True, related_name="+"
    )
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    day = models.DateField()
    people = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [GinIndex(fields=["people"], name="searchshown_people")]

    def __str__(self) -> str:
        return f"search {self.log_id}"


class PersonMoved(models.Model):
    """Where a person's row stood until a moment; written by a trigger, whoever moves the row.

    A change of boundaries and a building put into another grid move people without an event,
    and an export has reached those who stood there then.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    area_path = models.TextField(db_collation="C")
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"moved {self.person_id}"
