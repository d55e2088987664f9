"""Names, phones and numbers as people write them, made one; pure.

Identity numbers: GB 11643, 18 characters with a check digit. Unified credit codes: GB 32100.
Facility codes: 16 digits, county 6, class 4, serial 6 (digital city management).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.said import said as _

_BLANKS: Final = re.compile(r"[\s\-‐–—()（）]+")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(r"0[0-9]{9,11}")
_OLDEST: Final = 1880
_NAME: Final = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003347fA-Za-z·• .'-]{2,40}")


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identity number says: itself, the day of birth, and m or f."""

    number: str
    born: date
    sex: str


def read_name(text: str) -> str:
    """A person's name, blanks trimmed. Invalid when it cannot be one."""
    name = " ".join(unicodedata.normalize("NFKC", text).replace("•", "·").split())
    if not name:
        raise Invalid(_("请写姓名。"), "name")
    if not _NAME.fullmatch(name):
        raise Invalid(_("姓名是2到40个汉字或字母。"), "name")
    # Between Chinese characters a blank is a typist's, not part of the name.
    return name if name.isascii() else name.replace(" ", "")


def read_phone(text: str) -> str:
    """Digits of a mobile (11) or landline with its area code (10–12); "" for none. Invalid."""
    digits = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    digits = digits.removeprefix("+86").removeprefix("0086")
    if not digits:
        return ""
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise Invalid(_("手机号是11位数字；固定电话请带区号。"), "phone")
    return digits


def read_identity(text: str, *, today: date) -> Identity | None:
    """An identity number with a right check digit; None for none. Invalid says what is wrong."""
    number = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not number:
        return None
    if re.fullmatch(r"[0-9.]+E\+[0-9]+", number):
        raise Invalid(_("身份证号被表格改成了数字，请把这一列设为文本后重填。"), "id_number")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise Invalid(_("身份证号是18位，最后一位可以是X。"), "id_number")
    # Not ric.validate: it also asks for a birth place of today's list, and takes 0.6 ms a number.
    if ric.calc_check_digit(number) != number[-1]:
        raise Invalid(_("身份证号的校验位不对，请核对。"), "id_number")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Invalid(_("身份证号里的出生日期不对，请核对。"), "id_number") from None
    if born > today or born.year < _OLDEST:
        raise Invalid(_("身份证号里的出生日期不对，请核对。"), "id_number")
    return Identity(number, born, "m" if int(number[16]) % 2 else "f")


def read_credit_code(text: str) -> str:
    """A unified social credit code with a right check character; "" for none. Invalid."""
    code = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not code:
        return ""
    try:
        return str(uscc.validate(code))
    except ValidationError:
        raise Invalid(_("统一社会信用代码是18位，校验位不对，请核对。"), "credit_code") from None


def read_facility_code(text: str, *, county: str) -> str:
    """16 digits that begin with the county's six. Invalid."""
    code = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{16}", code):
        raise Invalid(_("部件编码是16位数字：区县6位、类别4位、顺序号6位。"), "code")
    if not code.startswith(county):
        raise Invalid(_("部件编码应以本区县代码%(county)s开头。") % {"county": county}, "code")
    return code
