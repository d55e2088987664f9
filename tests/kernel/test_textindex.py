"""Search tokens, PostgreSQL's view of them, pinyin initials, category search."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kernel.textindex import (
    bigrams,
    initials,
    load_phrases,
    matches,
    tsquery,
    tsvector_text,
)


def test_tokens() -> None:
    assert bigrams("路灯不亮") == ["路灯", "灯不", "不亮", "亮"]
    assert bigrams("3号楼ＬＥＤ坏") == ["3", "号楼", "楼", "led", "坏"]
    assert bigrams("，。 !") == []
    assert bigrams("〇𠀀") == ["〇𠀀", "𠀀"]
    assert tsvector_text("井盖", "A座") == "井盖 盖 a 座"


def test_queries_are_quoted_and_never_break() -> None:
    assert tsquery("垃圾桶") == "'垃圾' & '圾桶'"
    assert tsquery("井") == "'井':*"
    assert tsquery("LED 灯坏") == "'led':* & '灯坏'"
    assert tsquery("'); & | ! :*") == ""
    assert tsquery("6号楼 1-40") == "'6' & '号楼' & '1' & '40':*"


def finds(text: str, query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsvector('simple', %s) @@ to_tsquery('simple', %s)",
            [tsvector_text(text), tsquery(query)],
        )
        row = cursor.fetchone()
    assert row
    return bool(row[0])


@pytest.mark.django_db
def test_postgres_understands_the_tokens() -> None:
    text = "永顺街道3号楼东侧路灯LED不亮，编号QA26112100042"
    for query in ("路灯", "灯", "侧", "东侧路灯", "led", "QA261121", "3号楼", "不亮 永顺"):
        assert finds(text, query), query
    for query in ("井盖", "灯路", "楼号", "亮不"):
        assert not finds(text, query), query


han = st.text(alphabet="路灯不亮井盖破损，", min_size=1, max_size=12)


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=han, data=st.data())
def test_it_finds_what_like_finds(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    part = text[begin : data.draw(st.integers(begin + 1, len(text)))]
    if tsquery(part):
        assert finds(text, part)


@pytest.mark.django_db
@given(query=st.text(max_size=20))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_input_breaks_the_query(query: str) -> None:
    if tsquery(query):
        finds("路灯", query)


def test_initials_with_taught_place_names() -> None:
    assert initials("路灯不亮 LED") == "ldblled"
    load_phrases({"六安街": "lu an jie"})
    assert initials("六安街") == "laj"
    with pytest.raises(ValueError, match="syllables"):
        load_phrases({"六安": "lu"})


def test_category_search_ranks() -> None:
    name, short = "上水井盖", initials("上水井盖")
    assert short == "ssjg"
    order = [
        matches("上水井盖", name, short),
        matches("上水", name, short),
        matches("自来水盖", name, short, "自来水盖、水井盖子"),
        matches("井盖", name, short),
        matches("盖子", name, short, "自来水盖、水井盖子"),
        matches("sjg", name, short),
        matches("路灯", name, short),
    ]
    assert order == sorted(order, reverse=True)
    assert order[-2:] == [1, 0]
    assert matches("SSJ", name, short) == 3
    assert matches(" ", name, short) == 0
