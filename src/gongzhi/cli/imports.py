"""`gongzhi import FILE`: the open reports of another system, all or nothing."""

import argparse
import sys
from pathlib import Path
from typing import Any

from gongzhi.cli.project import add_data_argument, project, speak
from gongzhi.platform.problems import PlatformError

_SHOWN = 50


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "import",
        help="bring in the reports of another system from a table, all or nothing",
        description="Reads a CSV (UTF-8 or GB 18030) or Excel file with one report a row, checks "
        "every row and writes all of them or none. Columns: 编号 (number) and 内容 (text) are "
        "needed; 时间 (at), 类别 (category, name or code), 经度 (lon), 纬度 (lat), 网格 (area code), "
        "地点 (place), 来源 (source), 手机号 (phone), 姓名 (name) and 公开 (public) may be there. A "
        "number that was brought in before is left as it is, so a file can be given again. Nobody "
        "is sent a message about old reports.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--as", dest="user", required=True, metavar="USERNAME", help="who enters them: an acceptor"
    )
    parser.add_argument(
        "--system", metavar="NAME", help="where the numbers come from (default: the file's name)"
    )
    parser.add_argument("--check", action="store_true", help="check every row and write nothing")
    add_data_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import; 0 when everything is in, 1 with a line on stderr for each problem."""
    with project(arguments.data):
        speak()
        from gongzhi.accounts.actor import actor_of_user
        from gongzhi.accounts.models import User
        from gongzhi.kernel.sheetin import read_sheet
        from gongzhi.orders.services.import_reports import ImportRefused, import_reports

        rows = read_sheet(arguments.file)
        user = User.objects.filter(username=arguments.user, is_active=True).first()
        if user is None:
            raise PlatformError(f"There is no active user {arguments.user}.")
        try:
            done = import_reports(
                actor=actor_of_user(user),
                rows=rows,
                system=arguments.system or arguments.file.stem,
                dry=arguments.check,
            )
        except ImportRefused as refused:
            for problem in refused.problems[:_SHOWN]:
                sys.stderr.write(f"{arguments.file.name}: {problem}\n")
            raise PlatformError(
                f"Cells that are wrong: {len(refused.problems)}; nothing was written."
            ) from refused
    new = "Checked, nothing written; would be new" if arguments.check else "New"
    sys.stdout.write(f"{new}: {done.new}. Brought in before: {done.repeated}.\n")
    return 0
