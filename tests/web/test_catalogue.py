"""The English catalogue, and the tool that keeps it complete."""

from pathlib import Path

import pytest

from gongzhi.web.i18n import catalogue, sources
from gongzhi.web.i18n.sources import Message


def say(text: str, plural: str | None = None, context: str | None = None) -> Message:
    """A text as if found in a file."""
    return Message(text, plural, context, "a.py", 1)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package with every way of marking a text."""
    (tmp_path / "a.py").write_text(
        "_('受理')\npgettext_lazy('按钮', '退回')\nngettext('%(n)d件', '%(n)d件', 3)\n_(name)\n"
        "gettext_lazy(\n    '两行'\n    '一句'\n)\n",
        encoding="utf-8",
    )
    (tmp_path / "a.html").write_text(
        '{% load i18n %}{# 注释 #}{% translate "派遣" %}{{ x|default:_("没有") }}\n'
        "{% blocktranslate with n=x %}共{{ n }}件{% endblocktranslate %}\n"
        "<p>裸字</p>",
        encoding="utf-8",
    )
    indented = (
        '<ul>\n      <li>{% translate "派遣" %}</li>\n   <li>{% translate "没有" %}</li>\n</ul>'
    )
    (tmp_path / "b.html").write_text("{% load i18n %}" + indented, encoding="utf-8")
    return tmp_path


def test_every_way_of_marking_is_found(package: Path) -> None:
    found = {(m.context, m.singular, m.plural) for m in sources.all_messages(package)}
    assert found == {
        (None, "受理", None),
        ("按钮", "退回", None),
        (None, "%(n)d件", "%(n)d件"),
        (None, "两行一句", None),
        (None, "派遣", None),
        (None, "没有", None),
        (None, "共%(n)s件", None),
    }


def test_chinese_outside_a_tag_is_found(package: Path) -> None:
    assert sources.bare_chinese(package) == ["a.html:3: <p>裸字</p>"]


def test_extract_keeps_what_was_translated_and_drops_what_is_gone(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    assert catalogue.extract([say("受理"), say("旧")], po) == (2, 2, 0)
    text = po.read_text(encoding="utf-8").replace(
        'msgid "受理"\nmsgstr ""', 'msgid "受理"\nmsgstr "Accept"'
    )
    po.write_text(text, encoding="utf-8")
    assert catalogue.extract([say("受理"), say("新")], po) == (2, 1, 1)
    assert catalogue.load(po).get("受理").string == "Accept"
    assert catalogue.check([say("受理")], po) == ["django.po: “新” is no longer used"]


@pytest.mark.parametrize(
    ("text", "english", "problem"),
    [
        ("受理", "", "no English"),
        ("共%(n)s件", "%(m)s in all", "placeholders differ"),
        ("第{n}步", "step", "placeholders differ"),
        ("受理", "Accept 受理", "Chinese in the English"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, english: str, problem: str) -> None:
    po = tmp_path / "django.po"
    po.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        f'msgid "{text}"\nmsgstr "{english}"\n',
        encoding="utf-8",
    )
    problems = catalogue.check([say(text)], po)
    assert len(problems) == 1
    assert problem in problems[0]
    assert text in problems[0]


def test_compiled_catalogue_translates(tmp_path: Path) -> None:
    import gettext

    po = tmp_path / "django.po"
    catalogue.extract([say("受理")], po)
    text = po.read_text(encoding="utf-8").replace(
        'msgid "受理"\nmsgstr ""', 'msgid "受理"\nmsgstr "Accept"'
    )
    po.write_text(text, encoding="utf-8")
    mo = catalogue.compile_catalogue(po)
    with mo.open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("受理") == "Accept"


def test_every_domain_speaks_english() -> None:
    # Texts without English, texts that are gone, placeholders that differ, Chinese outside of a
    # translation tag. `python -m gongzhi.web.i18n extract` puts new texts into the catalogue.
    domains = {message.file.split("/")[0] for message in sources.all_messages()}
    assert {"accounts", "command", "insight", "kernel", "notify", "orders", "web"} <= domains
    assert catalogue.check() == []
