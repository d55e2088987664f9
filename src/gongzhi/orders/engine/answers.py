"""Is this an answer? Five elements of a good result, and the empty phrases that are none (pure).

Source: the desk's examples of good and bad answers. A result tells whether somebody went, what
was seen, who did what when, how it is now (with a photo), and what is still open and whom to ask.
Missing elements are reminded of; only what says nothing at all, or tells personal data, is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

WENT, SAW, DID, NOW, NEXT = "went", "saw", "did", "now", "next"
ELEMENTS: Final = (WENT, SAW, DID, NOW, NEXT)

# Phrases that are no result. Each is cut out before the rest is judged.
EMPTY: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(已|我们|我局|单位|领导)*(高度|十分|非常)重视(此事|该问题|您的(诉求|问题|反映))?",
        r"(已|现已)?(责成|转|转交|转办|移交|通知|安排|督促)(相关|有关|属地|责任)(部门|单位|人员|科室)"
        r"(进行|予以|尽快|及时)*(处理|办理|落实|解决|整改)?",
        r"(请|敬请|望)(您)?(耐心)?(等待|等候|谅解|理解)",
        r"(非常|十分)?感谢(您)?(的|对我们工作的|对.{0,12}的)*(理解|支持|关注|反映|监督|配合|来电)(与|和|、)?"
        r"(理解|支持|关注|监督|配合)?",
        r"(已|已经|均已|现已)?(于)?(当日|当天|第一时间|及时|立即)?(处理|办理|解决|整改|处置)(完毕|完成|好|到位)了?",
        r"经(核实|调查|核查|查)(，|,)?(该|此)?(情况|问题|诉求)?(不属实|属实|不存在)",
        r"(您反映的|该|此)?(问题|诉求|事项|情况)?(不属于|不归)(我|本)?(单位|局|部门|办|街道|社区)?(的)?"
        r"(职责|职权|管辖|管)(范围)?(内)?",
        r"(我们|我局|下一步)?(将|会)?(继续)?(加强|加大)(管理|监管|巡查|力度|工作力度|宣传)",
        r"(相关|有关)(部门|单位|人员|工作人员)(正在|已|将)?(处理|办理|跟进)(中|过)?",
        r"已(知晓|收到|阅|了解|记录|登记)",
    )
)  # fmt: skip
NOT_OURS: Final = re.compile(r"(不属于|不归)(我|本)?(单位|局|部门|办|街道|社区)")

_PLAIN: Final = re.compile(r"[^\w\u4e00-\u9fff]+")
_SIGNS: Final = {
    WENT: r"到场|现场|上门|入户|到户|勘查|查看|看了|去看|赶到|取样|踏勘|走访|巡看|实地|电话(联系|核实|告知)|"
    r"当面|约见|当场|went|visited|on site|on the spot",
    SAW: r"查为|为[^，。]{2,20}(所致|导致|造成|积气|堵塞|进水|老化|损坏|故障|断裂)|发现|看到|测得|测量|实测|测|"
    r"系|原因|因|属实|不符|净宽|确认|核对|found|saw|measured|because",
    DID: r"更换|修复|修好|维修|清运|清理|清除|清走|清完|疏通|拆除|安装|施划|劝散|劝拆|处罚|立案|责令|约谈|"
    r"铺|撒|铲|换上|换|补|关总阀|通水|调解|协商|商定|答复|告知|登记|张贴|围挡|封闭|移|剪|修枝|排气|抽吸|"
    r"冲洗|消杀|采纳|推荐|安排|送|立好|摆放|加装|repaired|replaced|cleared|removed|installed|fixed|told",
    NOW: r"已(全|无|通|亮|恢复|修好|清完|正常|换好|干净)|全亮|正常|恢复|复测|复查|试踩|合格|干净|无晃动|通水|达标|"
    r"现在|目前|附后|照片|后照|now|works|clean|normal",
    NEXT: r"再(答复|通知|来|听|回访|给您)|下周|下月|明天|次日|日前|月底|之后|后续|如(再|有|需|仍)|若|"
    r"可(直接)?(拨打|联系|回复)|电话|联系人|预计|约定|试行|回访|复查|\d{1,2}日|next|call|until|by ",
}  # fmt: skip
_WHEN: Final = re.compile(
    r"\d{1,2}[:：]\d{2}|\d{1,2}[日号月]|\d{1,2}时|昨|今|当(日|天|晚|场)|上午|下午|晚上|周[一二三四五六日]|today|yesterday"
)
_FOUND: Final = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in _SIGNS.items()}
_PHONE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_IDENTITY: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_ENOUGH: Final = 8  # characters that must be left once the empty phrases are gone


@dataclass(frozen=True)
class Judgement:
    """`elements` says of each of the five whether a sign of it is there."""

    elements: dict[str, bool]
    empty_phrases: tuple[str, ...]
    says_nothing: bool
    not_ours: bool
    personal: tuple[str, ...]

    @property
    def refused(self) -> bool:
        return self.says_nothing or bool(self.personal)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(key for key in ELEMENTS if not self.elements[key])


def judge(text: str, *, has_photo: bool = False) -> Judgement:
    """Judge the text of a result. A photo taken afterwards shows how it is now."""
    plain = unicodedata.normalize("NFKC", text).strip()
    rest, phrases = _without_empty(plain)
    elements = {key: bool(_FOUND[key].search(rest)) for key in ELEMENTS}
    elements[DID] = elements[DID] and bool(_WHEN.search(rest) or len(rest) > 30)
    elements[NOW] = elements[NOW] or has_photo
    left = _PLAIN.sub("", rest)
    nothing = len(left) < _ENOUGH or (
        bool(phrases) and not any(elements[k] for k in (WENT, SAW, DID))
    )
    return Judgement(
        elements=elements,
        empty_phrases=phrases,
        says_nothing=nothing,
        not_ours=bool(NOT_OURS.search(plain)),
        personal=(*_PHONE.findall(plain), *_IDENTITY.findall(plain)),
    )


def too_short(text: str) -> bool:
    """Whether so few words cannot be a reason: the same least length as of a result."""
    return len(_PLAIN.sub("", unicodedata.normalize("NFKC", text))) < _ENOUGH


def _without_empty(text: str) -> tuple[str, tuple[str, ...]]:
    phrases: list[str] = []
    for pattern in EMPTY:
        for match in pattern.finditer(text):
            if match[0]:
                phrases.append(match[0])
        text = pattern.sub(" ", text)
    return text, tuple(dict.fromkeys(phrases))
