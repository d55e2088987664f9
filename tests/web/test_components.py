"""Components: what they say, and that they never let markup or styles through."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from gongzhi.web.lamps import lamp_view
from gongzhi.web.templatetags import web

NOW = datetime(2026, 11, 21, 4, 20, tzinfo=UTC)


def render(source: str, **context: Any) -> str:
    """A template snippet with the library loaded."""
    return Template("{% load i18n web %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("state", "hours", "glyph", "name", "left"),
    [
        ("green", 26, "●", "正常", "剩1天2小时"),
        ("yellow", 3, "◆", "临期", "剩3小时"),
        ("red", -26, "▲", "超时", "1天2小时"),
        ("paused", 3, "‖", "停表", ""),
        (None, 3, "○", "不计时", ""),
        ("purple", 3, "○", "不计时", ""),
    ],
)
def test_a_lamp_always_has_words(
    state: str | None, hours: int, glyph: str, name: str, left: str
) -> None:
    view = lamp_view(state, NOW + timedelta(hours=hours), None, NOW)
    assert (view["glyph"], view["name"], view["left"]) == (glyph, name, left)


def test_the_clock_of_the_order_wins_over_the_calendar() -> None:
    view = lamp_view("yellow", NOW + timedelta(days=3), 3 * 3600, NOW)
    assert view["left"] == "剩3小时"
    assert view["due"] == "11月24日(周二)12:20前"


def test_lamp_markup_carries_the_deadline_and_english() -> None:
    due = timezone.now() + timedelta(hours=3, minutes=1)
    with translation.override("en"):
        html = render("{% lamp 'yellow' due live=True %}", due=due)
    assert "lamp-yellow" in html
    assert "data-countdown=" in html
    assert 'aria-hidden="true">◆' in html


def test_island_data_cannot_leave_its_script() -> None:
    html = render("{% island 'map' data=d areas_url='/a?b=1&c=2' %}", d={"t": "</script><b>&"})
    assert "</script><b>" not in html
    assert "\\u003C/script\\u003E\\u003Cb\\u003E\\u0026" in html
    assert 'data-areas-url="/a?b=1&amp;c=2"' in html
    assert "data-texts=" in html


def test_island_options_become_attributes() -> None:
    html = render(
        "{% island 'map' pick='id_' refresh=5 legend=none classes=c class_='map-m' id_='m' %}",
        none=None,
        c=[{"from": 0, "label": "0", "tone": "1"}],
    )
    assert 'class="island island-map map-m" id="m"' in html
    assert 'data-pick="id_"' in html
    assert 'data-refresh="5"' in html
    assert "data-legend" not in html
    assert "&quot;tone&quot;: &quot;1&quot;" in html


def test_order_row_escapes_the_words_of_residents() -> None:
    order = SimpleNamespace(title="<script>alert(1)</script>", href="/o/1/", lamp="red")
    html = render("{% order_row order %}", order=order)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "is-red" in html


def test_timeline_keeps_order_and_photos() -> None:
    steps = [
        {"at": NOW, "text": "已收到", "who": "第3网格"},
        {"at": NOW, "text": "办好了", "who": "城管局", "photos": [{"url": "/p/1"}], "kind": "ok"},
    ]
    html = render("{% timeline steps %}", steps=steps)
    assert html.index("已收到") < html.index("办好了")
    assert html.count("is-last") == 1
    assert 'alt="照片1"' in html


class ReasonForm(forms.Form):
    """A form with one required and one optional field."""

    reason = forms.CharField(label="理由", help_text="写给居民看", widget=forms.Textarea)
    public = forms.BooleanField(label="公开", required=False)


def test_field_ties_label_hint_and_error_together() -> None:
    html = render("{% field form.reason %}", form=ReasonForm({"reason": ""}))
    assert 'for="id_reason"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_reason_error id_reason_hint"' in html
    assert re.search(r'id="id_reason_error"\s+role="alert"', html)
    assert 'id="id_reason_hint"' in html
    assert "<label" in render("{% field form.public %}", form=ReasonForm())


def test_pagination_keeps_the_filters() -> None:
    request = RequestFactory().get("/desk/", {"lamp": "red", "page": "2", "q": "井盖&x"})
    page = Paginator(range(60), 20).page(2)
    html = render("{% pagination page %}{% query lamp=None q='a' %}", page=page, request=request)
    assert "?lamp=red&amp;q=%E4%BA%95%E7%9B%96%26x&amp;page=3" in html
    assert "第2页，共3页，60条" in html
    assert html.endswith("?q=a")


def test_confirm_posts_with_a_reason() -> None:
    html = render(
        "{% confirm id='r' title='退回' text='说明' action='退回' url='/x/' reason='理由' %}",
        csrf_token="TOKEN",
    )
    assert 'action="/x/"' in html
    assert "TOKEN" in html
    assert 'name="reason"' in html


def test_what_cannot_be_taken_back_is_asked_once_more() -> None:
    page = render(
        "{% sure '取消' '取消这个预约？' '别人就能约了。' '/x/7/cancel/' css='btn btn-small' %}"
    )
    assert 'class="btn btn-small" type="button" data-dialog="x-7-cancel"' in page
    assert page.index("<dialog") < page.index('action="/x/7/cancel/"')
    assert "取消这个预约？" in page


def test_tile_drills_down_and_says_when_there_is_no_rate() -> None:
    html = render("{% tile label='满意' value=none href='/x/' key='k' %}", none=None)
    assert html.strip().startswith('<a class="tile"')
    assert "—" in html
    assert web.percent(None) == "—"
    assert web.percent(0.941) == "94.1%"


def test_photos_without_items_are_nothing() -> None:
    assert render("{% photos items %}", items=None).strip() == ""


def test_icons_of_templates_are_in_the_sprite() -> None:
    import re
    from pathlib import Path

    package = Path(web.__file__).resolve().parents[2]
    sprite = (package / "web/static/web/icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used: set[str] = set()
    for template in package.rglob("templates/**/*.html"):
        used |= set(re.findall(r"{%\s*icon \"([^\"]+)\"", template.read_text(encoding="utf-8")))
    assert used - known == set()


def test_a_missing_field_and_a_wrong_number_are_said_in_our_words() -> None:
    class Counted(forms.Form):
        name = forms.CharField()
        count = forms.IntegerField(min_value=1, max_value=9)

    assert Counted({"count": "0"}).errors == {"name": ["这里要填"], "count": ["请填1或更大的数。"]}
    assert Counted({"name": "x", "count": "10"}).errors == {"count": ["请填9或更小的数。"]}
