"""Forms of agreements: sign, renew, end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor
from gongzhi.orgs.agreementfiles import Uploaded
from gongzhi.orgs.models import Agreement
from gongzhi.orgs.services.sign_agreement import (
    Item,
    Party,
    end_agreement,
    renew_agreement,
    sign_agreement,
)

from .fields import BodyField, basis_field, day_field
from .recording import RecordForm


def _uploaded(file: Any) -> Uploaded | None:
    return Uploaded(file.name, file.read()) if file else None


def _file_field() -> forms.FileField:
    return forms.FileField(
        label=_("协议扫描件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=_("PDF 或照片，不超过10MB"),
    )


class AgreementForm(RecordForm):
    title, button = _("登记协议"), _("登记协议")
    kind = forms.ChoiceField(label=_("协议种类"), choices=Agreement.Kind.choices)
    title_text = forms.CharField(label=_("协议名称"), max_length=120)
    signatory = forms.CharField(label=_("本单位签字人"), max_length=40, required=False)
    parties = BodyField(label=_("对方单位"))
    other_signatory = forms.CharField(label=_("对方签字人"), max_length=40, required=False)
    third = BodyField(label=_("第三方单位"), required=False)
    own_items = forms.CharField(
        label=_("本单位承诺（一行一条）"), widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000, required=False,
    )  # fmt: skip
    items = forms.CharField(
        label=_("对方承诺（一行一条）"), widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000, required=False,
    )  # fmt: skip
    signed_on = day_field(_("签订日期"))
    expires_on = day_field(_("到期日（含这一天）"))
    basis = basis_field()
    file = _file_field()

    def record(self, actor: Actor, code: str) -> object:
        values = self.cleaned_data
        parties = [
            Party(code, values["signatory"]),
            Party(values["parties"], values["other_signatory"]),
            *([Party(values["third"])] if values["third"] else []),
        ]
        items = [Item(text, code) for text in values["own_items"].splitlines()]
        items += [Item(text, values["parties"]) for text in values["items"].splitlines()]
        return sign_agreement(
            actor=actor, kind=values["kind"], title=values["title_text"], parties=parties,
            items=items, signed_on=values["signed_on"], expires_on=values["expires_on"],
            basis=values["basis"], file=_uploaded(values["file"]),
        )  # fmt: skip


class RenewForm(RecordForm):
    title, button = _("续签"), _("续签")
    hint = _("单位和承诺事项照旧；要改的话请另签一份。")
    signed_on = day_field(_("签订日期"))
    expires_on = day_field(_("到期日（含这一天）"))
    file = _file_field()

    def __init__(self, *args: Any, row_id: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_id = row_id

    def record(self, actor: Actor, code: str) -> object:
        values = self.cleaned_data
        return renew_agreement(
            actor=actor, agreement_id=self.row_id, signed_on=values["signed_on"],
            expires_on=values["expires_on"], file=_uploaded(values["file"]),
        )  # fmt: skip


class EndAgreementForm(RecordForm):
    title, button = _("提前结束协议"), _("结束协议")
    on = day_field(_("结束日期"))
    why = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, *args: Any, row_id: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_id = row_id

    def record(self, actor: Actor, code: str) -> object:
        return end_agreement(actor=actor, agreement_id=self.row_id, **self.cleaned_data)
