"""Made-up names and phones of the demo's people. Nobody real: numbers 199 0000 xxxx."""

from __future__ import annotations

from random import Random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余"
_MIDDLE = "建国志明文海晓春秀丽玉桂永德立东凤淑艳洪广长庆雅思雨佳子欣宇浩"
_LAST = "华军伟平辉杰峰芳兰英梅红霞玲燕静敏娟波涛鹏飞刚强宁琳雪彤然轩涵琪悦阳"

RESIDENT_PHONE = "19900000001"  # the printed demo resident


def person_name(rng: Random) -> str:
    """A name of two or three characters."""
    middle = rng.choice(_MIDDLE) if rng.random() < 0.72 else ""
    return rng.choice(_SURNAMES) + middle + rng.choice(_LAST)


def phone(number: int) -> str:
    """The `number`-th made-up phone; 1 is the printed resident's."""
    return f"1990000{number:04d}"
