"""Changing rows in the text of a CSV file; comments and all other rows stay as they are."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


class CannotEditRowError(ValueError):
    """The row cannot be changed; the message says why."""


@dataclass
class Sheet:
    """A CSV file as lines: each row with the text that it stands in, comments in between."""

    header: list[str]
    parts: list[str | list[str]] = field(default_factory=list)  # text as it is, or cells
    newline: str = "\n"

    def __post_init__(self) -> None:
        self._raw: dict[int, str] = {}  # rows as they stood, until they are changed

    @classmethod
    def parse(cls, text: str) -> "Sheet":
        """Read a file that `parse_csv` accepts."""
        lines = text.splitlines(keepends=True)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        sheet = cls([], [], "\r\n" if "\r\n" in text else "\n")
        before = 0
        for cells in reader:
            raw, before = "".join(lines[before : reader.line_num]), reader.line_num
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                sheet.parts.append(raw)
                continue
            sheet._raw[len(sheet.parts)] = raw
            sheet.parts.append([cell.strip() for cell in cells])
            sheet.header = sheet.header or [cell.strip() for cell in cells]
        return sheet

    def find(self, columns: Sequence[str], key: Sequence[str]) -> int | None:
        """The part that holds the row with this key."""
        at = [self.header.index(column) for column in columns]
        head = self._head()
        for index, cells in enumerate(self.parts):
            if index > head and isinstance(cells, list) and [cells[i] for i in at] == list(key):
                return index
        return None

    def _head(self) -> int:
        return next(index for index, part in enumerate(self.parts) if isinstance(part, list))

    def set(self, index: int, values: Mapping[str, str]) -> None:
        """Change cells of a row."""
        self._columns(values)
        cells = self.parts[index]
        assert isinstance(cells, list)
        for name, value in values.items():
            if name in self.header:  # a column that is not there is empty already
                cells[self.header.index(name)] = value
        self._raw.pop(index, None)

    def add(self, values: Mapping[str, str]) -> None:
        """A new row at the end."""
        self._columns(values)
        first = values.get(self.header[0], "")
        if first.startswith("#"):
            raise CannotEditRowError(_("第一列不能以 # 开头：那是注释"))
        self.parts.append([values.get(name, "") for name in self.header])

    def remove(self, index: int) -> None:
        """Take a row away."""
        self.parts[index] = ""
        self._raw.pop(index, None)

    def _columns(self, values: Mapping[str, str]) -> None:
        """Columns that a value needs and the file lacks are added to every row."""
        for name in values:
            if name in self.header or not values[name]:
                continue
            self.header.append(name)
            for index, cells in enumerate(self.parts):
                if isinstance(cells, list):
                    cells.append(name if index == self._head() else "")
            self._raw.clear()

    def text(self) -> str:
        """The file again."""
        written: list[str] = []
        for index, part in enumerate(self.parts):
            raw = part if isinstance(part, str) else self._raw.get(index) or self._row(part)
            if written and written[-1] and not written[-1].endswith(("\n", "\r")):
                written.append(self.newline)
            written.append(raw)
        return "".join(written)

    def _row(self, cells: list[str]) -> str:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator=self.newline).writerow(cells)
        return out.getvalue()


def new_sheet(header: Sequence[str], comment: str) -> Sheet:
    """An empty file with a comment above its header."""
    return Sheet(list(header), [f"# {comment}\n", list(header)])
