"""Reports of another system: every row is checked, then all or nothing, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.sheetin import SheetRow, read_sheet
from gongzhi.kernel.sheets import write_xlsx
from gongzhi.notify.models import Message
from gongzhi.orders.models import Order
from gongzhi.orders.services.import_reports import Imported, ImportRefused, import_reports

from .conftest import T0, City


def row(line: int, **cells: str) -> SheetRow:
    return SheetRow(line, {"编号": f"R{line}", "内容": "路灯不亮"} | cells)


def test_every_row_becomes_an_order_once(city: City) -> None:
    actor = city.acceptor
    rows = [
        row(2, 时间="2026-11-16 09:30", 类别="10109", 经度=str(city.lon), 纬度=str(city.lat),
            手机号="19900000077", 姓名="李四", 公开="是", 来源="窗口登记"),
        row(3, 类别="路灯", 网格=city.grid.code),
    ]  # fmt: skip
    assert import_reports(actor=actor, rows=rows, system="旧平台", at=T0) == Imported(2, 0)
    assert import_reports(actor=actor, rows=rows, system="旧平台", at=T0) == Imported(0, 2)
    first, second = Order.reached.order_by("id")
    assert first.reported_at == datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
    assert (first.source, first.public, first.entered_by_id) == ("window", True, actor.user_id)
    assert first.area_path == second.area_path == city.grid.path
    assert second.source == "hotline"
    assert first.category is not None
    assert first.category.code == "10109"
    assert Message.objects.count() == 0


def test_the_same_number_of_another_system_is_another_report(city: City) -> None:
    actor, rows = city.acceptor, [row(2)]
    import_reports(actor=actor, rows=rows, system="旧平台", at=T0)
    assert import_reports(actor=actor, rows=rows, system="热线", at=T0) == Imported(1, 0)


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"内容": ""}, "内容", "一句话"),
        ({"编号": ""}, "编号", "没有编号"),
        ({"编号": "R2"}, "编号", "两次"),
        ({"类别": "没有的"}, "类别", "没有这个类别"),
        ({"经度": "东经"}, "经度", "数字"),
        ({"经度": "500", "纬度": "1"}, "", "位置不对"),
        ({"网格": "X"}, "网格", "没有这个网格"),
        ({"手机号": "123"}, "手机号", "11位"),
        ({"时间": "昨天"}, "时间", "2026-01-31"),
        ({"时间": "2036-01-01"}, "时间", "还没有到"),
        ({"公开": "也许"}, "公开", "是"),
        ({"来源": "天上"}, "来源", "来源"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    city: City, cells: dict[str, str], column: str, said: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        import_reports(actor=city.acceptor, rows=[row(2), row(3, **cells)], system="旧平台", at=T0)
    [problem] = refused.value.problems
    assert (problem.line, problem.column) == (3, column)
    assert said in problem.message
    assert Order.reached.count() == 0


def test_a_dry_run_writes_nothing(city: City) -> None:
    done = import_reports(actor=city.acceptor, rows=[row(2)], system="旧平台", dry=True, at=T0)
    assert done == Imported(1, 0)
    assert Order.reached.count() == 0


def test_columns_are_checked_first(city: City) -> None:
    rows = [SheetRow(2, {"编号": "1", "电话": "19900000001"})]
    with pytest.raises(ImportRefused) as refused:
        import_reports(actor=city.acceptor, rows=rows, system="旧平台", at=T0)
    assert [problem.column for problem in refused.value.problems] == ["电话", "内容"]


def test_only_those_who_take_reports_in(city: City) -> None:
    with pytest.raises(Denied):
        import_reports(actor=city.grid_worker, rows=[row(2)], system="旧平台", at=T0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "旧.csv"
    path.write_bytes('编号,内容\n\n7,"路灯\n不亮"\n8,井盖\n'.encode(encoding))
    assert [(r.line, r.values) for r in read_sheet(path)] == [
        (3, {"编号": "7", "内容": "路灯\n不亮"}),
        (5, {"编号": "8", "内容": "井盖"}),
    ]


def test_excel(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    at = datetime(2026, 11, 1, 9, 30)
    path.write_bytes(write_xlsx(["编号", "内容", "时间"], [[7, "路灯不亮", at]]))
    [found] = read_sheet(path)
    assert found.line == 2
    assert found.values["编号"] == "7"
    assert datetime.fromisoformat(found.values["时间"]) == at


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"not a sheet"), ("a.csv", b"\xff\xfe\xff"), ("b.csv", b"")]
)
def test_what_is_no_table(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Invalid):
        read_sheet(path)
