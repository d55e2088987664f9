"""The Qian'an profile with more files in it: what another city's folder would say."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profiles_folder
from tests.orders.conftest import forget_all

# Jinan's seven offices and five centres (JN-08) and five special committees (JN-13).
STREET_7_5 = """
templates:
  - body_kind: street
    name: {zh: 七办五中心, en: Seven offices and five centres}
    offices:
      - {kind: street_office, name: {zh: 党建工作办公室, en: Party building office}, minimum: 3}
      - {kind: street_office, name: {zh: 综合办公室, en: General office}}
      - {kind: street_centre, name: {zh: 党群服务中心, en: Party service centre}, minimum: 2}
  - body_kind: street
    name: {zh: 专业委员会, en: Special committees}
    offices:
      - {kind: special_committee, name: {zh: 基层党建专委会, en: Party building}}
      - {kind: special_committee, name: {zh: 区域发展专委会, en: Development}}
      - {kind: special_committee, name: {zh: 城市管理专委会, en: City management}}
      - {kind: special_committee, name: {zh: 社会事务专委会, en: Social affairs}}
      - {kind: special_committee, name: {zh: 平安保障专委会, en: Safety}}
posted: {target: 0.9, team_kind: posted_team, forces: [{body: CG}]}
"""
STREET_BODIES = """
  - over: {kind: street}
    kind: street_office
    letter: NS
    child: true
    names:
      - {zh: 党建工作办公室, en: Party building office, people: 3}
      - {zh: 综合办公室, en: General office, people: 4}
  - over: {kind: street}
    kind: street_centre
    letter: ZX
    child: true
    names: [{zh: 党群服务中心, en: Party service centre, people: 2}]
  - over: {kind: street}
    kind: special_committee
    letter: ZW
    child: true
    names:
      - {zh: 基层党建专委会, en: Party building}
      - {zh: 区域发展专委会, en: Development}
      - {zh: 城市管理专委会, en: City management}
      - {zh: 社会事务专委会, en: Social affairs}
      - {zh: 平安保障专委会, en: Safety}
  - {over: {level: 1}, kind: posted_team, letter: PZ, total: 3, suffix: 派驻执法队, suffix_en: Posted team, people: 7}
"""
POWERS = """key,name,name_en,holder_kind,toward_kinds,basis
assess,考核评价权,Assessment,street,department,示例
personnel,人事考核权和征得同意权,Personnel,street,department,示例
manage,综合管理权,General management,street,department,示例
plan,规划参与权,Part in planning,street,department,示例
suggest,重大决策和重大项目建议权,Suggestions,street,department|government,示例
"""


def town(tmp_path: Path, *, counted: str = "", files: dict[str, str] | None = None) -> Path:
    """A copy of the profile with more groups of counted bodies and other files; not applied."""
    for name in ("_standard", "qianan"):
        shutil.copytree(profiles_folder() / name, tmp_path / name)
    folder = tmp_path / "qianan"
    path = folder / "orgs/counted.yaml"
    path.write_text(path.read_text(encoding="utf-8") + counted, encoding="utf-8")
    for name, text in (files or {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def applied(tmp_path: Path, **more: Any) -> Path:
    """The same, applied to the test's database."""
    folder = town(tmp_path, **more)
    apply_profile(folder)
    forget_all()
    return folder
