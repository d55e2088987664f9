"""What in a text tells who somebody is, before everybody reads it (PIPL art. 25, 28, 31).

No pattern finds every name: what is found here must go, and a person confirms the rest.
"""

from __future__ import annotations

import re
from typing import Final

from .redaction import parts_that_tell

# Names of illnesses and of what is done about them; a wish or a thank-you never needs one.
_ILLNESSES: Final = (
    "白血病|尿毒症|肿瘤|癌症?|艾滋病?|肝炎|乙肝|肺结核|结核病|抑郁症?|精神病|精神分裂|躁郁症?|自闭症?|孤独症|"
    "脑瘫|瘫痪|偏瘫|中风|脑梗|糖尿病|高血压|心脏病|冠心病|阿尔茨海默|老年痴呆|痴呆|癫痫|唐氏|智障|渐冻|"
    "血友病|化疗|放疗|透析|残疾|HIV|AIDS"
)
_PEOPLE: Final = (
    "我|你|他|她|孩子|小孩|儿子|女儿|孙|老人|老伴|爱人|妈|爸|爷|奶|病人|患|得了|一位|一个|人"
)
_ILLNESS: Final = re.compile(f"(?:{_ILLNESSES})", re.IGNORECASE)
_OF_SOMEBODY: Final = re.compile(f"(?:{_PEOPLE})")
_SENTENCE: Final = re.compile(r"[。！？!?；;\n]")
# A surname with a title names a neighbour to neighbours. Surnames that are also small words of
# every sentence (于, 和, 万, 方, 高, 时) are left out.
_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范姚谭廖邹熊陆郝孔崔康邱秦史顾侯邵孟龙段雷钱汤尹黎武贺赖龚庞樊"
)
_TITLED: Final = re.compile(
    f"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}(?:先生|女士|奶奶|爷爷|大爷|大妈|大娘|阿姨|叔叔|老师|师傅|小姐|同学)"
)
_NAMED: Final = re.compile(
    r"(?:名叫|叫做|姓名|我叫|他叫|她叫|小名)[是为：: ]{0,2}[\u4e00-\u9fff]{2,4}"
)
_SCHOOL: Final = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:小学|中学|幼儿园|学校)|[一二三四五六七八九]年级[一二三四五六七八九\d]{1,2}班"
)
_MONEY: Final = re.compile(
    r"现金|转账|红包|收款码?|打款|捐款|银行卡|\d+(?:\.\d+)?\s?[元块万](?![\u4e00-\u9fff]?[面板])"
)


def telling(text: str) -> list[str]:
    """The parts of a text that tell who it is about, each once, in the order of the text."""
    found = [*parts_that_tell(text)]
    for pattern in (_TITLED, _NAMED, _SCHOOL):
        found += [match.group() for match in pattern.finditer(text)]
    for sentence in _SENTENCE.split(text):
        if _OF_SOMEBODY.search(sentence):
            found += [match.group() for match in _ILLNESS.finditer(sentence)]
    return sorted(dict.fromkeys(found), key=text.find)


def asks_money(text: str) -> bool:
    """Whether money is spoken of: wishes are for things and help."""
    return bool(_MONEY.search(text))
