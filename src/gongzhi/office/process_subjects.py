"""A settings page for each process: its limits, its wording for each side, who may act."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.office import labels
from gongzhi.office.subjects import (
    AnyGroup,
    Group,
    Input,
    Line,
    Setting,
    Subject,
    Text,
    limit_cells,
)
from gongzhi.orders.engine.clocks import HANDLE
from gongzhi.orders.process.spec import pick
from gongzhi.orders.profile.check_names import ALONE, RELATIONS
from gongzhi.orders.selectors.desk.processes import who_words
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.yamlfile import Path
from gongzhi.web.words import joined

PREFIX: Final = "process-"
FOLDER: Final = "orders/processes/"
SETTINGS: Final = "orders/settings.yaml"
_NAMED: Final = (_("中文"), _("英文"))
_READ: Final = (_("办事的人读到（中文）"), _("办事的人读到（英文）"))
_OWN: Final = (_("本人读到（中文）"), _("本人读到（英文）"))
_OTHERS: Final = (_("别人读到（中文）"), _("别人读到（英文）"))


def process_files(files: ProfileFiles) -> dict[str, str]:
    """Key of a process → its file, matters first."""
    names = [n for n in files.names() if n.startswith(FOLDER) and n.endswith(".yaml")]
    keyed = {str(files.yaml(name)["key"]): name for name in names}
    return dict(sorted(keyed.items(), key=lambda item: (item[0] != "matter", item[0])))


def process_subject(files: ProfileFiles, subject: str) -> Subject | None:
    """The page of `process-<key>`; None when there is no such process."""
    file = process_files(files).get(subject.removeprefix(PREFIX))
    if file is None or not subject.startswith(PREFIX):
        return None
    return Subject(
        subject,
        pick(files.yaml(file)["name"], get_language()),
        "split",
        _("这种工单的时限、各方读到的话、谁能办。在办的工单按原来的流程走完。"),
        (file, SETTINGS),
        lambda seen: list(_groups(seen, file)),
    )


def stage_names(files: ProfileFiles) -> dict[str, Text]:
    """What a stage is called: by the office's own word, else as the state that it belongs to."""
    found: dict[str, Text] = {}
    for file in process_files(files).values():
        for state in files.yaml(file)["states"]:
            if state.get("stage"):
                found.setdefault(state["stage"], pick(state["name"], get_language()))
    return found | labels.STAGES


def _groups(files: ProfileFiles, file: str) -> Iterator[AnyGroup]:
    data = files.yaml(file)
    yield _limits(files, data)
    yield _states(file, data)
    yield _wording(file, data)
    yield _who(files, file, data)


def _limits(files: ProfileFiles, data: Any) -> Group:
    named = stage_names(files)
    stages = dict.fromkeys(s["stage"] for s in data["states"] if s.get("stage"))
    lines = tuple(Line(named[stage], limit_cells(stage)) for stage in stages if stage != HANDLE)
    hint = _("同一个环节别的流程也用的，改了都变。") if lines else _("这种工单没有环节时限。")
    return Group(_("环节时限"), (_("数"), _("时间单位")), lines, hint)


def _states(file: str, data: Any) -> Group:
    lines = tuple(
        Line(
            pick(state["name"], get_language()),
            (
                *_texts(file, ("states", index, "name"), _NAMED, "text", 40),
                *_texts(file, ("states", index, "resident"), _READ, "long", 200),
            ),
        )
        for index, state in enumerate(data["states"])
    )
    return Group(_("状态"), (*_NAMED, *_READ), lines)


def _wording(file: str, data: Any) -> Group:
    lines = tuple(
        Line(
            pick(action["name"], get_language()),
            (
                *_texts(file, ("actions", index, "name"), _NAMED, "text", 40),
                *_texts(file, ("actions", index, "event"), _OWN, "long", 200, required=False),
                *_texts(file, ("actions", index, "public"), _OTHERS, "long", 200, required=False),
            ),
            _where(data, action),
        )
        for index, action in enumerate(data["actions"])
    )
    hint = _("占位写在大括号里。别人读到的话里不能有个人写的内容（理由、备注）。")
    return Group(_("操作怎么说"), (*_NAMED, *_OWN, *_OTHERS), lines, hint)


def _who(files: ProfileFiles, file: str, data: Any) -> Group:
    named, roles = posts_in_words(files), files.yaml("orgs/roles.yaml")["roles"]
    lines = tuple(
        Line(
            pick(action["name"], get_language()),
            (
                Setting(
                    file,
                    ("actions", index, "who"),
                    Input("many", named, named=True),
                    _("谁能办"),
                ),
            ),
            _where(data, action),
        )
        for index, action in enumerate(data["actions"])
    )
    spoken = get_language()
    hint = _(
        "写“哪个单位的什么岗位”，几个用逗号分开。单位：%(bodies)s；单独写：%(alone)s；岗位：%(posts)s。"
    ) % {
        "bodies": joined(who_words(relation, {}) for relation in RELATIONS),
        "alone": joined(who_words(one, {}) for one in ALONE),
        "posts": joined([_("任何岗位"), *(pick(name, spoken) for name in roles.values())]),
    }
    return Group(_("谁能办"), (_("谁能办"),), lines, hint)


def posts_in_words(files: ProfileFiles) -> dict[str, str]:
    """Who may act as the files write it (`lead:handler`) → as people say it."""
    roles = files.yaml("orgs/roles.yaml")["roles"]
    names = {key: pick(name, get_language()) for key, name in roles.items()}
    pairs = [f"{relation}:{role}" for relation, role in product(RELATIONS, ("*", *roles))]
    return {line: who_words(line, names) for line in (*ALONE, *pairs)}


def _where(data: Any, action: Any) -> str:
    """In which states an action is offered: several may bear the same name."""
    names = {state["key"]: pick(state["name"], get_language()) for state in data["states"]}
    return joined(dict.fromkeys(names[key] for key in action["from"]))


def _texts(
    file: str, path: Path, titles: tuple[Text, Text], kind: Any, most: int, *, required: bool = True
) -> tuple[Setting, Setting]:
    """A text in both languages."""
    made = Input(kind, most=most, required=required)
    return (
        Setting(file, (*path, "zh"), made, titles[0]),
        Setting(file, (*path, "en"), made, titles[1]),
    )
