"""The form of a change of boundaries: which fields each kind has, and what it asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.areas import selectors
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.forms.shapes import read_line, read_shapes
from gongzhi.areas.kinds import kind_choices
from gongzhi.areas.reading.pages import language
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, Invalid

PARTS_MOST = 4
NEW = "new"


def _name(**more: Any) -> forms.CharField:
    return forms.CharField(label=_("新名称"), max_length=80, **more)


def _code(**more: Any) -> forms.CharField:
    return forms.CharField(label=_("新编码"), max_length=20, help_text=_("6到20位数字。"), **more)


class ChangeForm(forms.Form):
    """Common to all kinds; `areas` are those that were picked."""

    kind = ""
    effective_on = forms.DateField(
        label=gettext_lazy("生效日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("从这一天零点起生效。可以是过去、今天或以后。"),
        error_messages={"invalid": gettext_lazy("请填写日期，如 2027-01-01。")},
    )
    note = forms.CharField(
        label=gettext_lazy("依据和说明"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("批复文号、会议决定等。"),
    )  # fmt: skip

    def __init__(self, areas: list[AreaRef], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"effective_on": clock.today(), **self.first(areas)} | kwargs["initial"]
        super().__init__(*args, **kwargs)
        self.areas = areas
        self.add_fields()

    def first(self, areas: list[AreaRef]) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {}

    def add_fields(self) -> None:
        """Fields of the kind."""

    def asked(self) -> Asked:
        """What the filled-in form asks for. Raises Invalid."""
        return Asked(
            kind=self.kind,
            effective_on=self.cleaned_data["effective_on"],
            areas=tuple(area.id for area in self.areas),
            note=self.cleaned_data["note"].strip(),
            **self.wanted(self.cleaned_data),
        )

    def wanted(self, values: dict[str, Any]) -> dict[str, Any]:
        """The rest of `Asked`."""
        raise NotImplementedError

    def show(self, error: GongzhiError) -> None:
        """Put a refusal at the field that it concerns."""
        field = (
            error.field if error.field in self.fields else self.stands_for.get(error.field or "")
        )
        self.add_error(field if field in self.fields else None, str(error))

    stands_for: dict[str, str] = {}


class RenameForm(ChangeForm):
    kind = "rename"

    def first(self, areas: list[AreaRef]) -> dict[str, Any]:
        return {"name": areas[0].name, "name_en": areas[0].name_en, "code": areas[0].code}

    def add_fields(self) -> None:
        self.fields["name"] = _name()
        self.fields["name_en"] = forms.CharField(
            label=_("英文名称"), max_length=120, required=False
        )
        self.fields["code"] = _code(required=False)

    def wanted(self, values: dict[str, Any]) -> dict[str, Any]:
        part = Part(values["code"].strip(), values["name"].strip(), values["name_en"].strip())
        return {"parts": (part,)}


class ConvertForm(RenameForm):
    kind = "convert"

    def add_fields(self) -> None:
        self.fields["area_kind"] = forms.ChoiceField(
            label=_("改设成"), choices=kind_choices(self.areas[0].kind)
        )
        super().add_fields()

    def wanted(self, values: dict[str, Any]) -> dict[str, Any]:
        return super().wanted(values) | {"area_kind": values["area_kind"]}


def above(areas: list[AreaRef]) -> list[AreaRef]:
    """Where the areas could be moved to: today's areas of their parents' level."""
    parent = selectors.area_by_id(areas[0].parent_id or 0)
    if parent is None:
        return []
    return [one for one in selectors.current_areas() if one.level == parent.level]


class MoveForm(ChangeForm):
    kind = "move"

    def add_fields(self) -> None:
        self.fields["parent"] = forms.CharField(
            label=_("划到哪里"), help_text=_("写上级区域的名称或编码。"),
            widget=forms.TextInput(attrs={"list": "parents", "autocomplete": "off"}),
        )  # fmt: skip

    @property
    def parents(self) -> list[AreaRef]:
        """For the list of suggestions: not a whole city's."""
        return above(self.areas)[:1000]

    def wanted(self, values: dict[str, Any]) -> dict[str, Any]:
        text = values["parent"].strip()
        named = [one for one in above(self.areas) if text in {one.name, one.name_en}]
        found = selectors.area_by_code(text) or (named[0] if len(named) == 1 else None)
        if found is None:
            raise Invalid(
                _("有%(n)d个区域叫这个名称，请写编码。") % {"n": len(named)}
                if named
                else _("没有这个区域：%(text)s。") % {"text": text[:40]},
                "parent",
            )
        return {"parent_id": found.id}


class MergeForm(ChangeForm):
    kind = "merge"

    def first(self, areas: list[AreaRef]) -> dict[str, Any]:
        first = areas[0]
        named = {"name": first.name, "name_en": first.name_en}
        return named | {"keeps": str(first.id), "residual_back": first.id}

    def add_fields(self) -> None:
        keep = [
            (str(one.id), _("沿用“%(name)s”（%(code)s）") % {"name": one.label(language()), "code": one.code})
            for one in self.areas
        ]  # fmt: skip
        self.fields["keeps"] = forms.ChoiceField(
            label=_("合并成"), choices=[*keep, (NEW, _("一个新的区域，用新编码"))],
            widget=forms.RadioSelect,
        )  # fmt: skip
        self.fields["name"] = _name()
        self.fields["name_en"] = forms.CharField(
            label=_("英文名称"), max_length=120, required=False
        )
        self.fields["code"] = _code(required=False)
        self.fields["code"].help_text = _("只有新的区域要填。6到20位数字。")
        self.fields["residual_back"] = forms.ChoiceField(
            label=_("回看以前的区划时，没有地点的事项算在"),
            choices=[(one.id, one.label(language())) for one in self.areas],
        )

    def wanted(self, values: dict[str, Any]) -> dict[str, Any]:
        kept = next((one for one in self.areas if str(one.id) == values["keeps"]), None)
        code = kept.code if kept else values["code"].strip()
        if not code:
            raise Invalid(_("新的区域要有编码。"), "code")
        part = Part(code, values["name"].strip(), values["name_en"].strip(), keeps=bool(kept))
        return {"parts": (part,), "residual_back": int(values["residual_back"])}


class SplitForm(ChangeForm):
    """Gridded areas are split by whose grids go where, others by a line or by shapes."""

    kind = "split"
    stands_for = {"code": "code_1", "name": "name_1", "takes": "takes", "shapes": "shapes"}

    def first(self, areas: list[AreaRef]) -> dict[str, Any]:
        found = {"name_1": areas[0].name, "code_1": areas[0].code, "keeps": "1", "residual": "1"}
        return found | {f"child_{one.id}": "1" for one in selectors.children(areas[0].id)}

    @property
    def count(self) -> int:
        """How many parts: those whose name or code is filled in, two at least."""
        filled = [n for n in range(1, PARTS_MOST + 1) if self.data.get(f"name_{n}", "").strip()]
        return max([2, *filled])

    @property
    def numbers(self) -> range:
        return range(1, PARTS_MOST + 1)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """(name, code) of each part, for the page."""
        return [(self[f"name_{n}"], self[f"code_{n}"]) for n in self.numbers]

    @property
    def children(self) -> list[tuple[AreaRef, Any]]:
        return [(one, self[f"child_{one.id}"]) for one in selectors.children(self.areas[0].id)]

    def add_fields(self) -> None:
        for n in self.numbers:
            needed = n <= 2
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("第%(n)d部分的名称") % {"n": n}, max_length=80, required=needed
            )
            self.fields[f"code_{n}"] = forms.CharField(
                label=_("第%(n)d部分的编码") % {"n": n}, max_length=20, required=needed
            )
        part_choices = [(str(n), _("第%(n)d部分") % {"n": n}) for n in self.numbers]
        self.fields["keeps"] = forms.ChoiceField(
            label=_("谁沿用原来的区域"),
            choices=[("0", _("都是新的区域")), *part_choices],
            help_text=_("沿用的那一个，单位和岗位不用动。"),
        )
        self.fields["residual"] = forms.ChoiceField(
            label=_("没有地点的事项归到"), choices=part_choices
        )
        if selectors.children(self.areas[0].id):
            for child in selectors.children(self.areas[0].id):
                self.fields[f"child_{child.id}"] = forms.ChoiceField(
                    label=child.label(language()), choices=part_choices,
                    widget=forms.Select(attrs={"class": "input select"}),
                )  # fmt: skip
            return
        self.fields["line"] = forms.CharField(
            label=_("分界线"), required=False,
            help_text=_("在图上点出来，或写“经度,纬度 经度,纬度”。切开后自西向东依次是第1、第2部分。"),
        )  # fmt: skip
        self.fields["shapes"] = forms.CharField(
            label=_("或粘贴各部分的图形（GeoJSON）"), required=False,
            widget=forms.Textarea(attrs={"rows": 3, "class": "mono"}),
            help_text=_("按第1、第2部分的顺序，WGS84经纬度。"),
        )  # fmt: skip

    def wanted(self, values: dict[str, Any]) -> dict[str, Any]:
        count = self.count
        if int(values["keeps"]) > count:
            raise Invalid(_("沿用原来区域的那一部分还没有填名称。"), "keeps")
        takes: dict[int, list[int]] = {}
        for child in selectors.children(self.areas[0].id):
            if int(values[f"child_{child.id}"]) > count:
                raise Invalid(
                    _("“%(name)s”分给了第%(n)s部分，那一部分还没有填名称。")
                    % {"name": child.label(language()), "n": values[f"child_{child.id}"]},
                    f"child_{child.id}",
                )
            takes.setdefault(int(values[f"child_{child.id}"]), []).append(child.id)
        text = values.get("shapes") or ""
        shapes: list[Any] = [shape for _c, shape in read_shapes(text)] if text.strip() else []
        if shapes and len(shapes) != count:
            raise Invalid(
                _("有%(n)d个部分，却给了%(shapes)d个图形。") % {"n": count, "shapes": len(shapes)},
                "shapes",
            )
        line = values.get("line") or ""
        parts = tuple(
            Part(
                values[f"code_{n}"].strip(),
                values[f"name_{n}"].strip(),
                keeps=values["keeps"] == str(n),
                shape=shapes[n - 1] if shapes else None,
                takes=tuple(takes.get(n, ())),
            )
            for n in range(1, count + 1)
        )
        if not (takes or shapes or line.strip()):
            raise Invalid(_("请画出分界线，或给出各部分的图形。"), "line")
        return {
            "parts": parts,
            "line": read_line(line) if line.strip() and not shapes else None,
            "residual": int(values["residual"]) - 1,
        }


class ReshapeForm(ChangeForm):
    kind = "reshape"

    def add_fields(self) -> None:
        self.fields["shapes"] = forms.CharField(
            label=_("调整后的图形（GeoJSON）"),
            widget=forms.Textarea(attrs={"rows": 5, "class": "mono"}),
            help_text=_("每个区域一个图形，properties里的code写区域编码，WGS84经纬度。"),
        )

    def wanted(self, values: dict[str, Any]) -> dict[str, Any]:
        found = dict(read_shapes(values["shapes"]))
        missing = [one for one in self.areas if one.code not in found]
        if missing:
            raise Invalid(
                _("没有“%(name)s”（%(code)s）的图形。")
                % {"name": missing[0].label(language()), "code": missing[0].code},
                "shapes",
            )
        return {"parts": tuple(Part("", "", shape=found[one.code]) for one in self.areas)}


FORMS: dict[str, type[ChangeForm]] = {
    form.kind: form
    for form in (SplitForm, MergeForm, MoveForm, RenameForm, ConvertForm, ReshapeForm)
}
