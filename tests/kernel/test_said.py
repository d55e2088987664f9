"""Sentences that are kept and worded in the language of whoever reads them."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy, override

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.said import said, sentence_of, stored, worded


def test_numbers_are_filled_in_again() -> None:
    sentence = said("应是%(low)d到%(high)d的整数。") % {"low": 1, "high": 9}
    assert sentence == "应是1到9的整数。"
    kept = json.loads(json.dumps(stored(sentence)))
    assert worded(kept) == "应是1到9的整数。"
    with override("en"):
        told = worded(kept)
    assert "应" not in told
    assert "1" in told
    assert "9" in told


def test_words_within_are_translated_too() -> None:
    titles = [gettext_lazy("楼栋"), gettext_lazy("房屋")]
    sentence = said("缺少这些列：%(columns)s。") % {"columns": titles}
    assert sentence == "缺少这些列：楼栋、房屋。"
    with override("en"):
        told = worded(json.loads(json.dumps(stored(sentence))))
    assert "楼" not in told
    nested = said("%(what)s和身份证号不一致。") % {"what": said("性别")}
    with override("en"):
        assert "性" not in worded(stored(nested))


def test_what_is_not_known_stays_as_it_was_said() -> None:
    assert worded(stored("旧的一句话。")) == "旧的一句话。"
    error = Invalid(said("文件是空的。"), "file")
    assert stored(sentence_of(error)) == {"said": "文件是空的。", "with": {}}
    assert stored(sentence_of(Invalid("别的话", "file"))) == "别的话"
    # A per cent sign in a sentence without values is only that.
    assert worded(stored(said("100%"))) == "100%"
