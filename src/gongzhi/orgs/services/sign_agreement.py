"""Record an agreement that was signed, and renew one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import agreementfiles

from ..models import Agreement, AgreementItem, AgreementParty
from ..policies import body_for_writing, body_named, reach_for_writing, row_body_for_writing

MOST_PARTIES, MOST_ITEMS = 30, 40


@dataclass(frozen=True)
class Party:
    """A body (code) that signs, and who signs for it."""

    body: str
    signatory: str = ""


@dataclass(frozen=True)
class Item:
    """A commitment, of one party (code) or of all (empty)."""

    text: str
    body: str = ""


def sign_agreement(
    *,
    actor: Actor,
    kind: str,
    title: str,
    parties: Sequence[Party],
    items: Sequence[Item],
    signed_on: date,
    expires_on: date,
    basis: str = "",
    file: agreementfiles.Uploaded | None = None,
) -> Agreement:
    """An agreement between two bodies or more; the first party lies in the actor's reach (ML-08).

    Invalid with fewer than two parties, without a commitment, or when it ends before it begins.
    """
    if not parties:
        raise Invalid(_("请选签约的单位。"), "parties")
    body_for_writing(actor, parties[0].body)
    return _store(actor, kind, title, parties, items, signed_on, expires_on, basis, file, None)


def renew_agreement(
    *,
    actor: Actor,
    agreement_id: int,
    signed_on: date,
    expires_on: date,
    file: agreementfiles.Uploaded | None = None,
) -> Agreement:
    """The same parties and commitments for a further time; the old one keeps its last day.

    Conflict when it was renewed or ended already.
    """
    with transaction.atomic():
        old = locked(actor, agreement_id)
        if Agreement.reached.filter(renews=old).exists():
            raise Conflict(_("这份协议已经续签过了。"))
        parties = [
            Party(body=row.body.code, signatory=row.signatory)
            for row in AgreementParty.reached.filter(agreement=old).select_related("body")
        ]
        items = [
            Item(text=row.text, body=row.body.code if row.body else "")
            for row in AgreementItem.objects.filter(agreement=old).select_related("body")
        ]
        return _store(
            actor, old.kind, old.title, parties, items, signed_on, expires_on, old.basis, file, old
        )


def end_agreement(*, actor: Actor, agreement_id: int, on: date, why: str) -> Agreement:
    """The parties ended it before its last day. Invalid without a reason."""
    with transaction.atomic():
        row = locked(actor, agreement_id)
        if not why.strip():
            raise Invalid(_("请写提前结束的原因。"), "why")
        if not row.signed_on <= on <= row.expires_on:
            raise Invalid(_("结束日期应在协议期内。"), "on")
        row.ended_on, row.ended_why = on, why.strip()
        row.save(update_fields=["ended_on", "ended_why"])
    return row


def locked(actor: Actor, agreement_id: int) -> Agreement:
    """An agreement in force to write to. NotFound outside of the scope, Conflict when ended."""
    reach_for_writing(actor)
    found = Agreement.objects.visible_to(actor).select_for_update(of=("self",))
    row: Agreement | None = found.filter(pk=agreement_id).first()
    if row is None:
        raise NotFound
    bodies = AgreementParty.reached.filter(agreement=row).values_list("body_id", flat=True)
    row_body_for_writing(actor, *bodies)
    if row.ended_on is not None:
        raise Conflict(_("这份协议已经提前结束了。"))
    return row


def _store(
    actor: Actor,
    kind: str,
    title: str,
    parties: Sequence[Party],
    items: Sequence[Item],
    signed_on: date,
    expires_on: date,
    basis: str,
    file: agreementfiles.Uploaded | None,
    renews: Agreement | None,
) -> Agreement:
    title = title.strip()
    if kind not in Agreement.Kind.values:
        raise Invalid(_("请选协议的种类。"), "kind")
    if not title:
        raise Invalid(_("请写协议的名称。"), "title")
    if expires_on < signed_on:
        raise Invalid(_("到期日不能早于签订日。"), "expires_on")
    bodies = {party.body: body_named(party.body, "parties") for party in parties}
    if len(bodies) < 2:
        raise Invalid(_("协议至少有两个不同的单位签订。"), "parties")
    texts = [item for item in items if item.text.strip()]
    if not texts:
        raise Invalid(_("请至少写一条承诺事项。"), "items")
    if len(bodies) > MOST_PARTIES or len(texts) > MOST_ITEMS:
        raise Invalid(_("单位最多30个、事项最多40条，请分成几份。"), "items")
    if any(item.body and item.body not in bodies for item in texts):
        raise Invalid(_("承诺事项只能由签约的单位承担。"), "items")
    stored = agreementfiles.put(file) if file is not None else ("", "")
    with transaction.atomic():
        row = Agreement(
            kind=kind, title=title, signed_on=signed_on, expires_on=expires_on, renews=renews,
            basis=basis.strip(), file=stored[0], file_name=stored[1],
            recorded_by_id=actor.user_id,
        )  # fmt: skip
        row.save()
        signed = {party.body: party.signatory.strip() for party in parties}
        AgreementParty.reached.bulk_create(
            AgreementParty(agreement=row, body_id=body.id, signatory=signed[code])
            for code, body in bodies.items()
        )
        AgreementItem.objects.bulk_create(
            AgreementItem(
                agreement=row,
                number=number,
                text=item.text.strip()[:300],
                body_id=bodies[item.body].id if item.body else None,
            )
            for number, item in enumerate(texts, 1)
        )
    return row
