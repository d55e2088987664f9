"""Changes of settings as values, and writing them into the files of a release (pure).

What a city changes goes into its own folder: `_standard` stays as it was shipped, so that a newer
one can take its place. Comments and everything that is not changed stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.profiles.content import ProfileFiles, row_key
from gongzhi.profiles.csvedit import CannotEditRowError, Sheet, new_sheet
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.yamledit import CannotEditError, set_value, with_value
from gongzhi.profiles.yamlfile import Path, parse_yaml

Kind = Literal["set", "row", "add", "drop"]
NOTE: Final = "在设置页改的，只写与 {base} 不同的。"


@dataclass(frozen=True)
class Edit:
    """One change: `set` a YAML value at `path`; change a `row`, `add` or `drop` one by its key."""

    kind: Kind
    file: str
    path: Path = ()
    value: Any = None
    values: Mapping[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self) | {"path": list(self.path), "values": dict(self.values)}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Edit:
        """Inverse of `stored`."""
        return cls(**{**stored, "path": tuple(stored["path"])})


def joined(edits: Iterable[Edit]) -> list[Edit]:
    """The same changes, each place once: what was said last holds."""
    found: dict[tuple[str, Path], Edit] = {}
    for edit in edits:
        at = (edit.file, edit.path)
        before = found.pop(at, None)
        both = (before.kind, edit.kind) if before is not None else ("", edit.kind)
        if before is not None and both in (("add", "row"), ("row", "row")):
            found[at] = replace(before, values={**before.values, **edit.values})
        elif both == ("drop", "add"):
            found[at] = replace(edit, kind="row")
        elif both != ("add", "drop"):
            found[at] = edit
    return list(found.values())


def apply_edits(files: ProfileFiles, edits: Iterable[Edit]) -> ProfileFiles:
    """The files with the changes. Invalid (its field is the place) when one does not fit."""
    for edit in edits:
        try:
            files = _one(files, edit)
        except (CannotEditError, CannotEditRowError) as error:
            raise Invalid(str(error), place_of(edit)) from error
    return files


def place_of(edit: Edit) -> str:
    """A name for the place of a change, as forms name their inputs."""
    return edit.file + "#" + ".".join(str(part) for part in edit.path)


def _one(files: ProfileFiles, edit: Edit) -> ProfileFiles:
    name = files.own(edit.file)
    if edit.kind == "set":
        text = _set(files, edit.file, edit.path, edit.value)
    else:
        key = tuple(str(part) for part in edit.path)
        text = {"row": _row, "add": _add, "drop": _drop}[edit.kind](files, edit, key)
    return replace(files, texts={**files.texts, name: text})


def _set(files: ProfileFiles, relative: str, path: Path, value: Any) -> str:
    own, refined = files.own(relative), f"{files.base}/{relative}"
    now = files.yaml(relative)
    if own not in files.texts:
        head = f"# {NOTE.format(base=files.base)}\nrefine: true\n" if refined in files.texts else ""
        text, layered = head, bool(head)
    else:
        text = files.texts[own]
        layered = _says_refine(text) and refined in files.texts
    for at, one in _smallest(now, path, value):
        place = _whole_list(text, now, at, one) if layered else (at, one)
        text = set_value(text, *place)
    written = replace(files, texts={**files.texts, own: text}).yaml(relative)
    if written != with_value(now, path, value):
        raise CannotEditError(_("_standard 里写了的不能删，只能改。"))
    return text


def _smallest(now: Any, path: Path, value: Any) -> Iterable[tuple[Path, Any]]:
    """The single values that differ, so that comments beside the others stay."""
    old = now
    for part in path:
        try:
            old = old[part]
        except (KeyError, IndexError, TypeError):
            yield path, value
            return
    if isinstance(old, dict) and isinstance(value, dict) and old and old.keys() <= value.keys():
        for key, inner in value.items():
            yield from _smallest(now, (*path, key), inner)
    elif isinstance(old, list) and isinstance(value, list) and len(old) == len(value) > 0:
        for index, inner in enumerate(value):
            yield from _smallest(now, (*path, index), inner)
    elif old != value or type(old) is not type(value):
        yield path, value


def _whole_list(text: str, now: Any, path: Path, value: Any) -> tuple[Path, Any]:
    """A list is laid over as a whole: what the own file lacks is written completely."""
    cut = next((n for n, part in enumerate(path) if isinstance(part, int)), None)
    if cut is None:
        return path, value
    own: Any = _parsed(text)
    for part in path[:cut]:
        own = own.get(part) if isinstance(own, dict) else None
    if isinstance(own, list):
        return path, value
    whole = with_value(now, path, value)
    for part in path[:cut]:
        whole = whole[part]
    return path[:cut], whole


def _parsed(text: str) -> Any:
    document = parse_yaml(text, "", Problems())
    return document.data if document else {}


def _says_refine(text: str) -> bool:
    data = _parsed(text)
    return isinstance(data, dict) and bool(data.get("refine"))


def _sheet(files: ProfileFiles, relative: str) -> Sheet:
    text = files.texts.get(files.own(relative))
    if text is not None:
        return Sheet.parse(text)
    return new_sheet(files.header(relative), NOTE.format(base=files.base))


def _key_columns(files: ProfileFiles, relative: str) -> Sequence[str]:
    return row_key(relative, files.header(relative))


def _write(files: ProfileFiles, edit: Edit, key: tuple[str, ...], values: dict[str, str]) -> str:
    sheet = _sheet(files, edit.file)
    index = sheet.find(_key_columns(files, edit.file), key)
    if index is None:
        sheet.add(values)
    else:
        sheet.set(index, values)
    return sheet.text()


def _row(files: ProfileFiles, edit: Edit, key: tuple[str, ...]) -> str:
    now = files.rows(edit.file).get(key)
    if now is None:
        raise CannotEditRowError(_("这一行已经没有了：%(key)s") % {"key": "、".join(key)})
    return _write(files, edit, key, {**now, **edit.values})


def _add(files: ProfileFiles, edit: Edit, key: tuple[str, ...]) -> str:
    if key in files.rows(edit.file):
        raise CannotEditRowError(_("已经有这一行：%(key)s") % {"key": "、".join(key)})
    named = dict(zip(_key_columns(files, edit.file), key, strict=True))
    return _write(files, edit, key, {**edit.values, **named, "drop": ""})


def _drop(files: ProfileFiles, edit: Edit, key: tuple[str, ...]) -> str:
    now = files.rows(edit.file).get(key)
    if now is None:
        raise CannotEditRowError(_("这一行已经没有了：%(key)s") % {"key": "、".join(key)})
    refined = f"{files.base}/{edit.file}"
    below = replace(
        files,
        texts={n: t for n, t in files.texts.items() if n == refined or n.endswith("/profile.yaml")},
    )
    if key in below.rows(edit.file):
        return _write(files, edit, key, {**now, "drop": "1"})
    sheet = _sheet(files, edit.file)
    index = sheet.find(_key_columns(files, edit.file), key)
    assert index is not None
    sheet.remove(index)
    return sheet.text()
