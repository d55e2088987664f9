"""The first files of a city's profile: a copy of another's, or a small place over `_standard`."""

import re
import shutil
from pathlib import Path
from typing import Final

from gongzhi.platform.problems import PlatformError

BASE: Final = "_standard"

# A place that can be checked, applied and shown as it is: every line is there to be replaced.
_SKELETON: Final = {
    "profile.yaml": """\
# 新地方的配置。先改这里：key 与文件夹同名；编码和名称是公开的行政区划事实。
key: {key}
refines: _standard
name: {{zh: 示例, en: Example}}
platform_name: {{zh: 示例基层治理平台, en: Example Community Governance}}
county: {{code: "000000", name: 示例县, name_en: Example County}}
centre: [116.40, 39.90]      # 经度、纬度
coordinates: WGS84
timezone: Asia/Shanghai
demo: true                   # 正式使用写 false
""",
    "areas/levels.yaml": """\
# 层级从县（0）往下，几级都行，叫法自定。
valid_from: 2020-01-01
levels:
  - {{no: 0, key: county, zh: 县, en: County}}
  - {{no: 1, key: street, zh: 街道, en: Street}}
  - {{no: 2, key: community, zh: 社区, en: Community}}
  - {{no: 3, key: grid, zh: 网格, en: Grid}}
""",
    "areas/areas.csv": """\
# 写得出名字的都写在这里，上级在前；街道和乡镇的 kind 是 street、town，社区和村是 community、village。
code,name,name_en,level,parent_code,kind
000000,示例县,Example County,0,,county
000000001,示例街道,Example Street,1,000000,street
000000001001,东社区,East Community,2,000000001,community
000000001002,西社区,West Community,2,000000001,community
""",
    "areas/made_up.yaml": """\
# 演示用：没有边界和网格时，由总数推算出来（全部为虚构）。正式使用请删去本文件，改写 areas/shapes.geojson。
sheet: {{lon: 116.40, lat: 39.90, side: 0.0015}}
grown:
  - {{level: 3, kind: grid, total: 8, name: "第{{number}}网格", name_en: "Grid {{number}}"}}
""",
    "orgs/bodies.csv": """\
# 各区域都有的单位已由 _standard 的 orgs/by_area.yaml 写好；这里写本地另有的，同编码的以这里为准。
code,name,short_name,name_en,kind,parent_code,area_code
""",
    "orgs/by_area.yaml": """\
# 只写与 _standard 不同的：只有两个社区，没有物业公司可分。
refine: true
served:
  property: null
""",
    "orders/settings.yaml": """\
# 只写与 _standard 不同的。
refine: true
number_prefix: SL            # 工单编号前缀，二至四个大写字母
""",
    "demo.yaml": """\
# 演示数据：只写与 _standard 不同的。
refine: true
days: 14
per_day: 12
""",
}


def new_profile(folder: Path, source: Path) -> str:
    """Write the first files into the new folder; what was done, in one sentence.

    `source` is the folder of a city, or `_standard`. PlatformError when it cannot be done.
    """
    key = folder.name
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key):
        raise PlatformError(
            f"A key has small letters, digits and _ only, at most 40, and begins with a letter, "
            f"not {key!r}."
        )
    if folder.exists():
        raise PlatformError(f"{folder} is there already.")
    try:
        said = _write(folder, source)
    except OSError as error:
        raise PlatformError(f"{folder} cannot be written: {error.strerror}.") from error
    return f"{said}: edit it, then run `gongzhi profile check {folder}`."


def _write(folder: Path, source: Path) -> str:
    if source.name == BASE:
        for name, text in _SKELETON.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(key=folder.name), encoding="utf-8")
        said = f"{folder} begins as a small place over {BASE}"
    else:
        shutil.copytree(source, folder)
        main = folder / "profile.yaml"
        text = main.read_text(encoding="utf-8-sig")
        text = re.sub(r"(?m)^key:[^#\n]*", f"key: {folder.name}", text, count=1)
        main.write_text(text, encoding="utf-8")
        said = f"{folder} begins as a copy of {source.name}"
    base = source.parent / BASE
    if not (folder.parent / BASE).exists() and base.is_dir():
        shutil.copytree(base, folder.parent / BASE)
        said += f", with a copy of {BASE} beside it"
    return said
