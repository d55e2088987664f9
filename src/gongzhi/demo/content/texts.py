"""Composes reports, results and reasons: templates × places × tone. Nobody wrote these."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from gongzhi.demo.content.phrases import family_of
from gongzhi.demo.params import Texts
from gongzhi.kernel.clock import local

_OPEN = ("", "", "", "你好，", "麻烦问一下，", "反映个事，", "领导你好，")
_SINCE = (
    "",
    "",
    "都好几天了，",
    "从上周就这样，",
    "昨天晚上开始的，",
    "半个多月了，",
    "今早发现的，",
)
_ASK = (
    "能不能来人看看",
    "希望快点给弄一下",
    "麻烦尽快处理",
    "帮忙管管吧",
    "谁能给个说法",
    "盼回复",
)
_MORE = (
    "我在这住了快二十年，以前从来没有这样",
    "楼上楼下问了一圈，都说反映过，可一直没见人来",
    "前两天邻居还拍了照发群里，大伙都等着信儿",
    "不是要为难谁，就是想有个准信，什么时候能弄好",
    "我们这边老人孩子多，真出了事谁都担不起",
    "白天上班没空跑，只好在手机上说，打字慢请见谅",
    "如果不归你们管，麻烦告诉我该找谁，别来回踢",
    "上回也有人来看过一眼，说回去汇报，然后就没有下文了",
)
_TYPOS = (
    ("的", "得"), ("在", "再"), ("麻烦", "麻凡"), ("已经", "以经"), ("希望", "西望"), ("垃圾", "拉圾"),
    ("漏", "露"), ("暖气", "暖汽"), ("再", "在"), ("好几", "好己"), ("反映", "反应"), ("收拾", "收十"),
)  # fmt: skip


def report_text(
    code: str, place: str, rng: Random, tone: Texts, *, by_grid: bool = False, where: bool = True
) -> str:
    """What a resident says, or what a grid worker notes."""
    family = family_of(code)
    core = rng.choice(family.says)
    if by_grid:
        return f"巡查发现：{place}，{core}。"
    if rng.random() < tone.short:
        return _tone(core.replace("，", " ")[:10].strip() if len(core) > 10 else core, rng, tone)
    parts = [rng.choice(_OPEN) + (place if where else "") + rng.choice(("", "，", "这里")) + core]
    parts.append(rng.choice(_SINCE) + rng.choice(family.why))
    parts.append(rng.choice(_ASK))
    if rng.random() < tone.long:
        parts[2:2] = rng.sample(_MORE, len(_MORE) - 1)
    return _tone("，".join(parts[:2]) + "。" + "。".join(parts[2:]) + "。", rng, tone)


def _tone(text: str, rng: Random, tone: Texts) -> str:
    if rng.random() < tone.typos:
        found = [pair for pair in _TYPOS if pair[0] in text]
        if found:
            right, wrong = rng.choice(found)
            text = text.replace(right, wrong, 1)
    if rng.random() < tone.exclamation:
        text = text.rstrip("。") + rng.choice(("！", "！！", "！！！"))
    if rng.random() < tone.unpunctuated:
        text = "".join(" " if c in "，。" else c for c in text if c != "！").strip()
    return text


def result_text(code: str, at: datetime, rng: Random, *, poor: bool = False) -> str:
    """Went, saw, did, how it is now, what next. A poor one says little, as some bodies do."""
    family = family_of(code)
    done = local(at)
    came = done - timedelta(minutes=rng.randint(25, 110))
    if poor:
        return f"{came:%H:%M}到现场看过，{rng.choice(family.did)}。"
    follow = rng.choice(
        (
            "如再出现请直接在本单回复。",
            f"{(done + timedelta(days=rng.randint(1, 4))).day}日我们再去复查一次。",
            "后续由网格员每天巡看，有问题随时找他。",
            "还有不满意的地方请评价时写明，我们再来。",
        )
    )
    return (
        f"{came.day}日{came:%H:%M}到现场查看，{rng.choice(family.saw)}；"
        f"{done:%H:%M}前{rng.choice(family.did)}，{rng.choice(family.now)}。{follow}"
    )


RETURN_REASONS = (
    "现场看过，该处产权在小区红线内，应由物业负责",
    "设施权属为另一家管线单位，请核对井盖标识后改派",
    "此路段已移交街道管护，有移交单",
    "属施工单位保修期内，请派建设主管部门",
    "需先由执法认定，不在我单位职责清单内",
)
RULING_REASONS = (
    "按权责清单和现场权属，由原派单位主办",
    "管护移交手续不全，仍由原单位负责，街道协调",
    "先由离得近的单位处置，费用另行核定",
)
EXTENSION_REASONS = (
    "配件要从厂家发货，三天后到",
    "夜间气温低，浇筑要等回暖",
    "涉及两家管线单位，约定周四一起开挖",
    "需要入户，住户出差下周回来",
)
SUSPENSION_REASONS = (
    "需列入明年开春的改造计划，冬季不能动土",
    "要动用维修资金，业主正在表决",
)
CHECK_REASONS = (
    "现场看还是老样子，只清了表面",
    "缺少后照，且周边垃圾没有清走",
    "还有一处没修，与答复不符",
)
UNSOLVED = (
    "没两天又这样了",
    "根本没来人就说办好了",
    "只弄了一半",
    "问题还在，请来看看再说办完",
    "治标不治本",
)
THANKS = ("来得挺快，谢谢", "解决了，点赞", "师傅态度好", "还行", "比预想的快", "谢谢你们")
FALSE_REASONS = (
    "现场反复查看并问了楼长，没有见到所说情况",
    "到场时已恢复正常，周边住户说昨天临时所致",
)
ADVICE = (  # which of the six classes, and where to go
    ("legal", "请到法院立案窗口咨询"),
    ("out_of_scope", "属于省级平台办理，入口在省政务服务网"),
)
REFUSALS = ("内容看不出地点和事项，电话联系三次未接通，请补充后重新反映",)
CO_ANSWERS = ("已派人到场配合", "已提供管线图", "已通知值班人员配合开门", "已到场，无需我方再做")
PRESS_NOTES = ("请今天之内去现场，把进展写清楚", "同一地点第二次反映，请负责人到场")
DISPATCH_REASONS = ("现场看属于这家单位的职责，按事由派遣", "权属单位明确，直接派遣")
