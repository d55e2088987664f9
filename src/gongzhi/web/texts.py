"""Words that the TypeScript islands show, translated on the server.

An island finds them as JSON in its ``data-texts``. ``{name}`` marks what the island fills in.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAP = {
    "legend": _("图例"),
    "zoom_in": _("放大"),
    "zoom_out": _("缩小"),
    "no_data": _("没有数据"),
    "pick": _("点地图选位置；也可用方向键移动，按回车选定中心点"),
    "picked": _("已选位置：{lat}，{lon}"),
    "failed": _("地图数据没有取到，稍后自动再试"),
    "label": _("地图"),
}
CHARTS = {
    "table": _("看数据表"),
    "time": _("时间"),
    "empty": _("还没有数据"),
    "failed": _("数据没有取到，稍后自动再试"),
}
REPORT = {
    "remove_photo": _("去掉第{n}张照片"),
    "photo": _("第{n}张照片"),
    "too_many": _("最多{n}张照片"),
    "not_photo": _("这个文件不是照片：{name}"),
    "photo_count": _("已选 {n} 张，最多 {max} 张"),
    "locating": _("正在取位置…"),
    "located": _("已取到位置"),
    "locate_failed": _("没有取到位置，请点地图或写地址"),
    "draft_restored": _("上次没交的内容已为您找回"),
    "draft_discard": _("不要了，重新写"),
    "draft_saved": _("草稿已存在这部手机上"),
    "suggest_none": _("都不是，我自己选"),
    "suggest_title": _("这是不是："),
    "support": _("我也遇到了"),
    "other_thing": _("这是另一件"),
    "near_title": _("附近有人反映了同样的事"),
    "code_again": _("{n}秒后可重发"),
    "code_sent": _("验证码已发到您的手机"),
    "code_failed": _("验证码没有发出，请稍后再试"),
    "sending": _("正在交给网格…"),
    "retrying": _("网络断了，{n}秒后自动再试，内容没有丢"),
    "offline": _("没有网络。内容已存在这部手机上，有网后点“交给网格”"),
    "need_text": _("请写一句话，或者拍一张照片"),
    "next": _("下一步"),
    "back": _("上一步"),
    "step": _("第{n}步，共{total}步"),
}
OUTBOX = {
    "waiting": _("离线·待传{n}"),
    "sending": _("正在上传"),
    "queued": _("等网络"),
    "done": _("已传到"),
    "noted": _("已作为补充记下"),
    "refused": _("没有被接受"),
    "all_sent": _("都已传到"),
    "saved": _("已存在这部手机上，有网后自动上传"),
    "remove": _("知道了"),
    "retry": _("现在再传"),
    "login": _("登录过期了，登录后自动接着传"),
    "storage_full": _("这部手机的存储满了，这条没有存下，请先腾出空间"),
    "offline": _("没有网络，显示的是{time}的清单"),
    "photos": _("{n}张照片"),
    "no_list": _("这部手机上还没有清单，请连一次网"),
}
WALL = {
    "as_of": _("数据截至 {time}"),
    "stale": _("{n}秒没有更新，显示的是{time}的数据"),
    "left": _("剩{time}"),
    "over": _("超{time}"),
    "signed": _("已签收"),
    "arrived": _("已到场"),
    "answered": _("已反馈"),
}
COMMON = {
    "copied": _("已复制"),
    "copy_failed": _("没有复制成功，请长按编号复制"),
    "selected": _("已选 {n} 件"),
    "compare": _("拖动看前后对比"),
    "close": _("关闭"),
    "left": _("剩{time}"),
    "over": _("超时{time}"),
    "network": _("网络不通，刚才的操作没有送到，请再按一次"),
    "server": _("系统没有回应，请再按一次"),
    "day": _("{n}天"),
    "hour": _("{n}小时"),
    "minute": _("{n}分"),
    "second": _("{n}秒"),
}
FIELD = {
    "photo": _("第{n}张照片"),
    "located": _("已取到位置"),
    "locate_failed": _("没有取到位置，请点地图或写地址"),
    "shoot": _("就这样拍"),
    "shoot_again": _("再拍一张"),
    "no_camera": _("打不开相机，请用下面的按钮拍"),
}
DESK = {
    "selected": _("已选 {n} 件"),
    "help": _("键盘：↑↓ 选 · Enter 开 · D 派单 · J 接 · K 退 · / 搜 · 空格 勾选"),
}

# A form whose photos stay when the server refuses it: the words of the strip of photos.
SEND = {
    **{
        key: REPORT[key]
        for key in ("photo", "remove_photo", "photo_count", "too_many", "not_photo")
    },
    "need_photo": _("请选一张照片。"),
}

ISLAND_TEXTS: dict[str, Mapping[str, str | Promise]] = {
    "map": MAP,
    "charts": CHARTS,
    "report": REPORT,
    "outbox": OUTBOX,
    "wall": WALL,
    "desk": DESK,
    "send": SEND,
    "field": FIELD,
    "common": COMMON,
}
