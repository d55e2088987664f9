"""What files, fields and values of a profile are called on the settings pages."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

FILES: Final[Words] = {
    "profile.yaml": _("名称"),
    "areas/levels.yaml": _("层级叫法"),
    "areas/areas.csv": _("区划"),
    "areas/made_up.yaml": _("演示区划"),
    "areas/shapes.geojson": _("区划图形"),
    "orgs/roles.yaml": _("岗位叫法"),
    "orgs/kinds.yaml": _("单位类别"),
    "orgs/bodies.csv": _("单位"),
    "orgs/by_area.yaml": _("各区域都有的单位"),
    "orgs/party.yaml": _("党组织"),
    "orgs/teams.yaml": _("网格队伍"),
    "orders/settings.yaml": _("时限与规则"),
    "orders/limits.csv": _("办理时限"),
    "orders/stage_limits.csv": _("各区域的环节时限"),
    "orders/triage.yaml": _("三事分流"),
    "orders/categories.csv": _("类别"),
    "orders/duties.csv": _("派单"),
    "calendar.yaml": _("日历"),
    "notify.yaml": _("通知文字"),
    "model.yaml": _("本地说法"),
    "demo.yaml": _("演示数据"),
}

UNITS: Final[Words] = {
    "urgent_minute": _("分钟（不停表）"),
    "urgent_hour": _("小时（不停表）"),
    "urgent_day": _("天（不停表）"),
    "working_minute": _("工作分钟"),
    "working_hour": _("工作小时"),
    "working_day": _("工作日"),
    "natural_day": _("自然日"),
}

STAGES: Final[Words] = {
    "accept": _("受理"),
    "verify": _("核实"),
    "file": _("立案"),
    "dispatch": _("派遣"),
    "sign": _("签收"),
    "approve": _("延期、挂账审批"),
    "arbitrate": _("派单仲裁"),
    "check": _("核查"),
    "follow_up": _("回访、等居民评价"),
}

RULES: Final[Words] = {
    "number_prefix": _("工单编号前缀"),
    "yellow_share": _("用掉多少时限转黄灯（0–1）"),
    "unverified_minutes": _("没验证手机的诉求保留（分钟）"),
    "duplicate.metres": _("提示重复：多少米以内"),
    "duplicate.hours": _("提示重复：多少小时以内"),
    "rating_days": _("办结后几天内可以评价"),
    "photos_max": _("最多几张照片"),
    "per_phone_daily": _("一个手机号一天最多几件"),
    "extensions_max": _("最多延期几次"),
    "suspend_days_max": _("挂账最长几天"),
    "nudges_per_day": _("居民一天可催办几次"),
    "auto_accept": _("系统直接受理"),
    "default_limit.amount": _("小类没写时限时：数"),
    "default_limit.unit": _("小类没写时限时：单位"),
    "call_minutes.receipt": _("一键调度：几分钟内签收"),
    "call_minutes.arrival": _("一键调度：几分钟内到场"),
    "service_minutes": _("社区吹哨：来一次记几分钟"),
    "call_minutes.feedback": _("一键调度：几分钟内反馈"),
}

EVENTS: Final[Words] = {
    "received": _("收到诉求"),
    "dispatched": _("已转到承办单位"),
    "signed": _("承办单位接单"),
    "finished": _("承办单位办好"),
    "rate_please": _("请居民评价"),
    "returned": _("承办单位退回"),
    "rework": _("退回重办"),
    "refused": _("不在这里办"),
    "extended": _("延期"),
    "asked": _("向居民了解情况"),
    "due_soon": _("临期"),
    "overdue": _("超时"),
    "nudged": _("居民催办"),
    "assigned": _("新待办"),
    "called": _("一键调度"),
    "progress": _("有进展"),
    "pressed": _("督办"),
    "rating_attempt": _("有人试图改评价"),
    "code": _("验证码"),
}

COLUMNS: Final[Words] = {
    "zh": _("中文"),
    "en": _("英文"),
    "size_zh": _("规模叫法"),
    "size_en": _("规模叫法（英文）"),
    "amount": _("数"),
    "unit": _("时间单位"),
    "stage": _("环节"),
    "note": _("备注"),
    "code": _("编码"),
    "parent_code": _("上级"),
    "name": _("名称"),
    "name_en": _("英文名称"),
    "kind": _("种类"),
    "nature": _("性质"),
    "icon": _("图标"),
    "emergency": _("紧急"),
    "emergency_hint": _("紧急提示"),
    "public_default": _("默认公开"),
    "aliases": _("别名"),
    "active": _("在用"),
    "order": _("顺序"),
    "category_code": _("类别"),
    "condition_key": _("情形键"),
    "condition": _("情形"),
    "condition_en": _("情形（英文）"),
    "clause": _("条号"),
    "area_code": _("区域"),
    "lead": _("主办"),
    "supporting": _("协办"),
    "basis": _("依据"),
    "legal_duty_of": _("法定职责在"),
    "short_name": _("简称"),
    "round_the_clock": _("全天候"),
    "phone": _("电话"),
    "on_duty_people": _("值守人数"),
    "areas_served": _("服务区域"),
    "level": _("层级"),
    "platform_name": _("平台名称"),
    "roster": _("工作时间"),
    "extra_days": _("与国家安排不同的日子"),
    "when": _("什么时候"),
    "tell": _("告诉谁"),
    "text": _("用哪条文字"),
    "pages": _("工作台栏目"),
    "figures": _("大屏数字"),
    "classes": _("类别"),
    "key": _("键"),
    "parts": _("各部分"),
    "stages": _("各环节时限"),
    "default_limit": _("默认时限"),
    "texts": _("文字"),
    "escalation": _("超时升级"),
    "roles": _("岗位"),
    "kinds": _("单位类别"),
    "levels": _("层级"),
    "who": _("谁能办"),
    "resident": _("办事的人读到"),
    "event": _("本人读到"),
    "public": _("别人读到"),
    "worklist": _("待办的叫法"),
}

KINDS: Final[Words] = {"group": _("大类"), "class": _("小类"), "item": _("细项")}
NATURES: Final[Words] = {"facility": _("部件"), "event": _("事件"), "service": _("居民服务")}
DUTY_OF: Final[Words] = {
    "department": _("部门"),
    "street": _("街道"),
    "community": _("社区"),
    "property": _("物业"),
}
WHEN: Final[Words] = {"due_soon": _("临期（转黄灯）"), "overdue": _("超时")}
YES_NO: Final[Words] = {"1": _("是"), "0": _("否")}


def file_label(relative: str) -> str:
    """What a file is about."""
    if relative.startswith("orders/processes/"):
        return str(_("流程"))
    return str(FILES.get(relative, relative))


def column_label(name: str) -> str:
    """What a field is called."""
    return str(COLUMNS.get(name, name))
