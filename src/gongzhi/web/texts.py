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
    "cut": _("在图上点出分界线，从一边穿到另一边；也可用方向键移动，按回车加点，退格撤回一点"),
    "picked": _("在地图上选好了；拖动图钉可以再改"),
    "failed": _("地图数据没有取到，稍后自动再试"),
    "label": _("地图"),
}
CHARTS = {
    "table": _("看数据表"),
    "time": _("时间"),
    "empty": _("还没有数据"),
    "failed": _("数据没有取到，稍后自动再试"),
}
NEAR = {"failed": _("手机没有取到位置，请扫码或请组织者确认。")}
REPORT = {
    "remove_photo": _("去掉第{n}张照片"),
    "photo": _("第{n}张照片"),
    "too_many": _("最多{n}张照片"),
    "not_photo": _("“{name}”不是照片，没有加上"),
    "photo_count": _("已选 {n} 张，最多 {max} 张"),
    "locating": _("正在取位置…"),
    "located": _("已取到位置"),
    "locate_failed": _("没有取到位置，请点地图或写地址"),
    "draft_restored": _("上次没交的内容已为您找回"),
    "draft_keep": _("接着写"),
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
    "offline": _("没有网络。内容已存在这部手机上，有网后自动再交；没交上就点“交给网格”"),
    "need_text": _("请写一句话，或者拍一张照片。"),
    "need_place": _("请告诉我们在哪里：点地图、选小区或写地址都行。"),
    "need_code": _("跟上别人反映的事要先验证手机号，请填写短信里的验证码。"),
    "phone_missing": _("请填写手机号，好把结果告诉您。"),
    "phone_wrong": _("请填写11位手机号。"),
    "joined": _("您跟上这件事，不用另写一份"),
    "joining": _(
        "您要跟上的是附近已有的“{title}”：每走一步都会告诉您，办好了您一样能评价。别人看不到您是谁。"
    ),
    "join": _("跟上这件事"),
    "next": _("下一步"),
    "back": _("上一步"),
    "step": _("第{n}步，共{total}步"),
}
# Of these the photo tiles of a plain form need the ones about photos.
PHOTO_WORDS = ("remove_photo", "photo", "too_many", "not_photo", "photo_count")
OUTBOX = {
    "waiting": _("待传{n}"),
    "waiting_offline": _("离线·待传{n}"),
    "is_offline": _("离线"),
    "refused_count": _("{n}条没收下"),
    "no_network": _("没有网络。照常办，记录先存在这部手机上，有网后自动传。"),
    "sending": _("正在传"),
    "queued": _("待传"),
    "done": _("已传到"),
    "noted": _("已加到记录里"),
    "refused": _("没收下"),
    "all_sent": _("都已传到"),
    "note_done": _("已记下。{message}"),
    "note_sending": _("已记下，正在传…"),
    "note_queued": _("已记下，存在这部手机上，有网后自动传，不用再按"),
    "note_refused": _("没收下：{message}写的话和照片都还在。"),
    "look": _("打开看看"),
    "taken": _("已记下"),
    "taken_waiting": _("已记下，待传"),
    "taken_step": _("您{time}记了“{what}”。{state}，不用再按。"),
    "kind_report": _("拍一件"),
    "kind_settle_new": _("当场办好了"),
    "kind_verify_true": _("属实"),
    "kind_verify_false": _("不属实"),
    "kind_check_pass": _("办好了，通过"),
    "kind_check_back": _("没办好，退回"),
    "kind_settle": _("当场办好了"),
    "kind_finish": _("申请办结"),
    "kind_note": _("补充记录"),
    "kind_call_received": _("收到，马上去"),
    "kind_call_declined": _("来不了"),
    "kind_call_arrived": _("到场了"),
    "kind_call_feedback": _("反馈给指挥中心"),
    "kind_visit": _("入户走访"),
    "kind_round_done": _("这一圈看完了"),
    "kind_round_found": _("巡查发现问题"),
    "kind_talk": _("约谈接访"),
    "kind_place_seen": _("专项行动：看过了"),
    "remove": _("知道了"),
    "retry": _("现在再传"),
    "edit": _("改一改再交"),
    "again": _("原样再交一次"),
    "copy_words": _("复制文字"),
    "drop": _("不要这条了"),
    "drop_sure": _("真的不要了？写的话和照片会从这部手机上删掉，找不回来。"),
    "drop_no": _("留着"),
    "drop_yes": _("删掉"),
    "filled_again": _("上次没收下的内容已经填好，改一改再交。"),
    "photo": _("第{n}张照片"),
    "photo_missing": _("照片要有网才能看"),
    "login": _("登录过期了，登录后自动接着传"),
    "storage_full": _("这部手机的存储满了，这条没有存下，请先腾出空间"),
    "offline": _("没有网络，显示的是{time}的清单"),
    "no_list": _("这部手机上还没有清单，请连一次网"),
}
WALL = {
    "as_of": _("数据截至 {time}"),
    "stale": _("{n}秒没有更新，显示的是{time}的数据"),
    "left": _("剩{time}"),
    "over": _("超{time}"),
    "signed": _("已签收"),
    "declined": _("来不了"),
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
    "login": _("登录已过期，还没有交。请另开一页登录，再回来按一次，填的内容都还在。"),
    "server": _("系统没有回应，请再按一次"),
    "field_missing": _("这里要填"),
    "choice_missing": _("请选一个"),
    "photo_needed": _("这里要拍一张照片"),
    "field_wrong": _("这里填得不对，请再看一下"),
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

AREAEDIT = {
    "zoom_in": MAP["zoom_in"],
    "zoom_out": MAP["zoom_out"],
    "pick": _("点一个区域，拖它的圆点；边中间的小圆点可以加顶点。公共的边一起动。"),
    "draw": _("在地图上依次点出边界，靠近已有的顶点和边会自动对齐；点回第一点或按“画完了”结束。"),
    "cut": _("先点要切开的边界上的一点，再点到对面的边界，按“画完了”切开。"),
    "pressed": _("选中了一个顶点，按 Delete 删去它。"),
    "too_few": _("只剩三个顶点，不能再删。"),
    "no_cut": _("这条线没有切开一个区域：两头要在同一个区域的边界上，中间在它里面。"),
    "no_face": _("至少要三个点才围得成一块。"),
    "unnamed": _("还没有名称"),
    "lon": _("第{n}个顶点的经度"),
    "lat": _("第{n}个顶点的纬度"),
    "insert_after": _("在第{n}个顶点后加一个"),
    "remove": _("删去第{n}个顶点"),
    "unchanged": _("还没有改动。"),
    "errors": _("有{n}处要先改好"),
    "fine": _("检查通过，会改{n}个区域"),
    "failed": _("没有成功，请稍后再试"),
}
ISLAND_TEXTS: dict[str, Mapping[str, str | Promise]] = {
    "map": MAP,
    "charts": CHARTS,
    "report": REPORT,
    "photos": {name: REPORT[name] for name in PHOTO_WORDS},
    "outbox": OUTBOX,
    "wall": WALL,
    "desk": DESK,
    "near": NEAR,
    "send": SEND,
    "field": FIELD,
    "areaedit": AREAEDIT,
    "common": COMMON,
}
