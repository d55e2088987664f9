"""Reading a profile folder, remembering the file and line of every value.

A profile that says `refines: _standard` is two layers: each file comes from the city's folder
or else from the refined one; rows of a CSV file are merged by their key; a YAML file with
`refine: true` at its top is merged into the refined one key by key.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.profiles.csvfile import Row, parse_csv
from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.yamlfile import Document, parse_yaml


def profiles_folder() -> Path:
    """The folder that holds all profiles (`GONGZHI_PROFILES_DIR`, else `profiles/` above `src`)."""
    configured = getattr(settings, "GONGZHI_PROFILES_DIR", None)
    return Path(configured) if configured else Path(__file__).resolve().parents[3] / "profiles"


def profile_path(name_or_path: str | Path) -> Path:
    """The folder of a profile, given its key (`qianan`) or its path."""
    path = Path(name_or_path)
    if path.is_dir() and (path / "profile.yaml").is_file():
        return path
    return profiles_folder() / str(name_or_path)


def _is_archive(path: Path) -> bool:
    return path.read_bytes()[:2] == b"PK"


def _not_text(path: Path) -> str:
    """How to mend a file that is not UTF-8, for whoever saved it with Excel."""
    if _is_archive(path):
        return _("这是 Excel 工作簿，不是文本：请在 Excel 里另存为“CSV UTF-8（逗号分隔）”")
    if path.suffix == ".csv":
        return _("文件不是 UTF-8 编码：请在 Excel 里另存为“CSV UTF-8（逗号分隔）”")
    return _("文件不是 UTF-8 编码")


class ProfileSource:
    """The files of one profile and of the one that it refines.

    Problems met while reading (missing file, broken YAML, unknown column) go to `problems`.
    `files` collects the text of every file read, for the release's record.
    """

    def __init__(self, root: Path, problems: Problems) -> None:
        self.root = root
        self.problems = problems
        self.files: dict[str, str] = {}
        self._layers: list[Path] = [root]
        head = self._read_yaml(root, "profile.yaml")
        refined = head.data.get("refines") if head and isinstance(head.data, dict) else None
        if head and refined is not None:
            self._refine(head, refined)

    def _refine(self, head: Document, refined: Any) -> None:
        base = self.root.parent / str(refined)
        known = sorted(p.name for p in self.root.parent.iterdir() if p.is_dir())
        if str(refined) not in known or base == self.root:
            self.problems.add(
                head.place("refines"),
                _("没有这个可继承的配置：%(refined)s") % {"refined": refined},
                known,
            )
            return
        self._layers.insert(0, base)

    def name_of(self, layer: Path, relative: str) -> str:
        """The name under which a file is shown: `qianan/orgs/bodies.csv`."""
        return f"{layer.name}/{relative}"

    def _text(self, layer: Path, relative: str) -> str | None:
        path = layer / relative
        if not path.is_file():
            return None
        name = self.name_of(layer, relative)
        if not path.resolve().is_relative_to(layer.resolve()):
            said = _("这个文件是指向文件夹以外的链接，不读取")
            self.problems.add(Place(name, 1), said, unread=True)
            return None
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            self.problems.add(Place(name, line), _not_text(path), unread=True)
            return None
        if "\x00" in text:
            line = text[: text.index("\x00")].count("\n") + 1
            said = _not_text(path) if _is_archive(path) else _("文件里有不能保存的字符（NUL）")
            self.problems.add(Place(name, line), said, unread=True)
            return None
        self.files[name] = text
        return text

    def _read_yaml(self, layer: Path, relative: str) -> Document | None:
        text = self._text(layer, relative)
        if text is None:
            return None
        return parse_yaml(text, self.name_of(layer, relative), self.problems)

    def missing(self, relative: str) -> None:
        """Record that a required file is in no layer."""
        self.problems.add(Place(self.name_of(self.root, relative), 1), _("缺少这个文件"))

    def exists(self, relative: str) -> bool:
        """Whether any layer has the file."""
        return any((layer / relative).is_file() for layer in self._layers)

    def yaml(self, relative: str, *, required: bool = True) -> Document | None:
        """The YAML file, the city's own or the refined one; None when absent or broken."""
        found = [layer for layer in self._layers if (layer / relative).is_file()]
        if not found:
            if required:
                self.missing(relative)
            return None
        document = self._read_yaml(found[-1], relative)
        if document is None or not isinstance(document.data, dict):
            return document
        own = document.without("refine")
        if document.data.get("refine") and len(found) > 1:
            base = self._read_yaml(found[0], relative)
            return base.merged_with(own) if base is not None else own
        return own

    def rows(
        self,
        relative: str,
        *,
        columns: Sequence[str],
        optional: Sequence[str] = (),
        key: Sequence[str],
        required: bool = True,
    ) -> list[Row]:
        """The rows of a CSV file, all layers merged by `key`.

        A row of the city replaces the refined row with the same key at its position; a row whose
        `drop` column says 1 removes it. A key twice in one file is a problem.
        """
        merged: dict[tuple[str, ...], Row] = {}
        seen_file = False
        for layer in self._layers:
            seen_file = seen_file or (layer / relative).is_file()
            text = self._text(layer, relative)
            if text is None:  # why a file that is there cannot be read has been said
                continue
            name = self.name_of(layer, relative)
            rows = parse_csv(text, name, columns, (*optional, "drop"), self.problems)
            self._merge_rows(merged, rows, key)
        if not seen_file and required:
            self.missing(relative)
        return list(merged.values())

    def _merge_rows(
        self, merged: dict[tuple[str, ...], Row], rows: list[Row], key: Sequence[str]
    ) -> None:
        own: dict[tuple[str, ...], Row] = {}
        for row in rows:
            identity = tuple(row.get(column) for column in key)
            if identity in own:
                self.problems.add(
                    row.place(key[-1]),
                    _("与第 %(line)s 行重复：%(names)s")
                    % {"line": own[identity].line, "names": "、".join(identity)},
                )
                continue
            own[identity] = row
            if row.get("drop") == "1":
                merged.pop(identity, None)
            else:
                merged[identity] = row

    def json(self, relative: str, *, required: bool = True) -> tuple[Any, str] | None:
        """A JSON file and the name under which to speak of it."""
        for layer in reversed(self._layers):
            text = self._text(layer, relative)
            if text is None:
                continue
            name = self.name_of(layer, relative)
            try:
                return json.loads(text), name
            except (ValueError, RecursionError) as error:
                line = getattr(error, "lineno", 1)
                reason = getattr(error, "msg", _("数字太长或层次太深"))
                self.problems.add(
                    Place(name, line),
                    _("不是有效的 JSON：%(msg)s") % {"msg": reason},
                    unread=True,
                )
                return None
        if required and not self.exists(relative):
            self.missing(relative)
        return None

    def names(self, folder: str, suffix: str) -> list[str]:
        """Relative names of the files in a folder of any layer, each once, sorted."""
        found = {
            f"{folder}/{path.name}"
            for layer in self._layers
            for path in (layer / folder).glob(f"*{suffix}")
        }
        return sorted(found)
