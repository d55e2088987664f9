"""What a workbook must not be before it is read: a bomb, or a table that only looks like one."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid

MAX_UNPACKED: Final = 300 * 2**20
_PIECE: Final = 2**20
# What zipfile raises for an archive that is damaged, encrypted, or packed as no program packs it.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError, KeyError,
)  # fmt: skip
_ZIPPED: Final = (".xlsx", ".ods")
_MERGED: Final = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')
_FORMULA: Final = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3}\d+)"[^>]*>\s*<f[ >/]')


def check_workbook(path: Path) -> None:
    """Invalid when an .xlsx or .ods unpacks to too much, or an .xlsx has merged cells or formulas.

    Both are named with their cell: a merged heading shifts columns, a formula's value is only as
    old as the last program that computed it. Other kinds of files pass.
    """
    if path.suffix.lower() not in _ZIPPED:
        return
    try:
        with zipfile.ZipFile(path) as archive:
            _measure(archive)
            if path.suffix.lower() == ".xlsx":
                _look_at_first_sheet(archive)
    except _BROKEN as error:
        raise Invalid(_("文件不是表格，或已加密、损坏。")) from error


def _measure(archive: zipfile.ZipFile) -> None:
    """Unpack every part once and throw it away: what the archive says of itself may be a lie."""
    left = MAX_UNPACKED
    for part in archive.infolist():
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise Invalid(
                        _("表格解开后超过%(max)d MB，不能读取，请分成几个文件。")
                        % {"max": MAX_UNPACKED // 2**20}
                    )


def _look_at_first_sheet(archive: zipfile.ZipFile) -> None:
    sheets = sorted(
        (name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)),
        key=lambda name: int(re.sub(r"\D", "", name.rsplit("/", 1)[1])),
    )
    if not sheets:
        return
    xml = archive.read(sheets[0])
    if merged := _MERGED.search(xml):
        raise Invalid(
            _("单元格 %(cell)s 是合并的，请取消合并，每列一个表头。") % {"cell": merged[1].decode()}
        )
    if formula := _FORMULA.search(xml):
        raise Invalid(
            _("单元格 %(cell)s 是公式，请复制后选“粘贴为数值”再上传。")
            % {"cell": formula[1].decode()}
        )
