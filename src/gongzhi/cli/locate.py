"""`gongzhi locate LON LAT`: which grid holds a point."""

import argparse
import sys
from pathlib import Path
from typing import Any

from gongzhi.cli.project import add_data_argument, project
from gongzhi.platform.problems import PlatformError

_SELECTORS = Path(__file__).resolve().parents[1] / "areas" / "selectors.py"


def register(subparsers: Any) -> None:
    """Add the command when areas are part of this release."""
    if not _SELECTORS.exists():
        return
    parser = subparsers.add_parser(
        "locate",
        help="say which grid holds a point",
        description="Prints code and name of the area of the lowest level that holds the point, "
        "and those above it. Exit code 1 when the point lies outside every grid.",
    )
    parser.add_argument("lon", type=float, help="longitude in degrees, WGS 84")
    parser.add_argument("lat", type=float, help="latitude in degrees, WGS 84")
    add_data_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the chain of areas from the county down to the grid."""
    if not (-180 <= arguments.lon <= 180 and -90 <= arguments.lat <= 90):
        raise PlatformError("A longitude lies between -180 and 180, a latitude between -90 and 90.")
    with project(arguments.data):
        from gongzhi.areas import selectors

        found = selectors.locate(arguments.lon, arguments.lat)
        if found is None:
            raise PlatformError("The point lies outside every grid.")
        by_id = {area.id: area for area in selectors.current_areas()}
        for part in found.path.strip(".").split("."):
            area = by_id.get(int(part))
            if area is not None:
                sys.stdout.write(f"{area.code}\t{area.name}\n")
    return 0
