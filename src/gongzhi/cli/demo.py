"""`gongzhi demo`: a whole made-up city on this machine, in one command."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gongzhi.cli.profile import check_key
from gongzhi.cli.project import add_data_argument
from gongzhi.cli.serve import add_web_arguments, supervise

FRONTS = (
    ("resident", "居民端 resident", "/"),
    ("field", "网格端 field", "/field/"),
    ("desk", "工作台 desk", "/desk/"),
    ("command", "指挥屏 command", "/command/"),
)
_FILL = Path(__file__).resolve().parents[1] / "demo" / "fill.py"


def register(subparsers: Any) -> None:
    """Add the command when this release can make a demo city."""
    if not _FILL.exists():
        return
    parser = subparsers.add_parser(
        "demo",
        help="a whole made-up city on this machine, in one command",
        description="Starts the embedded PostgreSQL, applies a city's profile, fills it with "
        "made-up data when it is empty, and serves the four fronts with a worker. Accounts and "
        "API keys are printed and stand in demo.json in the data folder. A second start keeps "
        "the data. Ctrl-C stops everything.",
    )
    add_data_argument(parser, default=".demo")
    add_web_arguments(parser)
    parser.add_argument("--profile", default="qianan", help="the city (qianan)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the demo until told to stop."""
    check_key(arguments.profile)
    return supervise(
        arguments,
        settings="demo",
        steps=["--migrate", "--profile", arguments.profile, "--demo-data"],
        banner=lambda url: _banner(url, arguments.data),
    )


def _banner(url: str, data: Path) -> None:
    """Addresses and accounts; the addresses in demo.json follow the port of this start."""
    path = data / "demo.json"
    demo = json.loads(path.read_text(encoding="utf-8"))
    demo["urls"] = {key: url + address for key, _, address in FRONTS} | {
        "public": f"{url}/public/",
        "api": f"{url}/api/v1/",
        "login": f"{url}/login/",
    }
    write_private(path, demo)
    lines = ["", "Gongzhi 共治 is ready; all data are made up. 演示数据，均为虚构。", ""]
    lines += [f"  {name:<16}\t{url}{address}" for _, name, address in FRONTS]
    lines += [f"  {'公示页 public':<16}\t{url}/public/", ""]
    lines += [_account(entry) for entry in demo.get("accounts", [])]
    lines += ["", f"The same, with API keys: {path}", "Ctrl-C stops everything.", ""]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()


def _account(entry: dict[str, Any]) -> str:
    who = " ".join(str(entry[key]) for key in ("role_name", "role") if entry.get(key))
    login = entry.get("username") or entry.get("phone") or ""
    return f"  {login:<18}\t{entry.get('password', ''):<14}\t{who}"


def write_private(path: Path, content: Any) -> None:
    """Write JSON that only its owner can read, in one step."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
