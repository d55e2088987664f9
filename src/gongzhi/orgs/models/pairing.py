"""Pairings of leaders and units with communities, and agreements that expire."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.orgs.querysets import AgreementQuerySet, PairingQuerySet, PartyQuerySet

from .base import Recorded, Term, has_start, no_overlap
from .body import Body


class Pairing(Term):
    """A leader stays in touch with a community (ML-04), or a unit stands by one (ML-08)."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("领导联系社区")
        UNIT = "unit", _("单位包保社区")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_body = models.ForeignKey(Body, models.PROTECT, related_name="pairings_out")
    community = models.ForeignKey(Body, models.PROTECT, related_name="pairings_in")
    leader_name = models.CharField(max_length=40, blank=True, default="")
    post_title = models.CharField(max_length=60, blank=True, default="")

    objects = ScopedManager.from_queryset(PairingQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Term.Meta):
        verbose_name = _("结对")
        indexes: ClassVar = [models.Index(fields=["community"], name="orgs_pairing_community")]
        constraints: ClassVar = [
            has_start("orgs_pairing"),
            # 一对一: a unit stands by one community at a time.
            no_overlap("orgs_pairing_unit", "from_body", when=Q(kind="unit")),
            models.CheckConstraint(
                condition=~Q(kind="leader") | ~Q(leader_name=""), name="orgs_pairing_names_leader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_body_id} – {self.community_id}"


class Agreement(ScopedModel, Recorded):  # type: ignore[django-manager-missing]
    """An agreement between bodies: what each promises, signed on a day, until a day."""

    class Kind(models.TextChoices):
        CO_BUILD = "co_build", _("共驻共建协议")
        SPONSOR = "sponsor", _("包保协议")
        ALLIANCE = "alliance", _("联盟共建协议")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=120)
    signed_on = models.DateField()
    expires_on = models.DateField()  # the last day on which it holds
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True, default="")
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )
    file = models.CharField(max_length=120, blank=True, default="")
    file_name = models.CharField(max_length=120, blank=True, default="")

    objects = ScopedManager.from_queryset(AgreementQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        verbose_name = _("协议")
        indexes: ClassVar = [models.Index(fields=["expires_on"], name="orgs_agreement_expires")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("signed_on")), name="orgs_agreement_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgreementParty(ScopedModel):
    """A body that signed, and who signed for it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="agreement_parties")
    signatory = models.CharField(max_length=40, blank=True, default="")

    objects = ScopedManager.from_queryset(PartyQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        verbose_name = _("协议方")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "body"], name="orgs_agreement_party_once")
        ]

    def __str__(self) -> str:
        return f"{self.body_id} in {self.agreement_id}"


class AgreementItem(models.Model):
    """One commitment: who does what."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="items")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("协议事项")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="orgs_item_number_once")
        ]

    def __str__(self) -> str:
        return self.text
