"""The shell's pages: bases, languages, large type, the installable field front, errors."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import translation

from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid
from gongzhi.web import assets, context_processors, errors, views
from gongzhi.web.access import staff_only
from gongzhi.web.language import LanguageMiddleware
from gongzhi.web.navigation import NAVIGATION

TEMPLATES = Path(views.__file__).parent / "templates"
BASES = ["base_resident", "base_field", "base_desk", "base_command", "base_public"]


@pytest.fixture(autouse=True)
def no_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell without a database: a fixed platform name."""
    here = context_processors.Platform("示例共治平台", "示例县", True)
    monkeypatch.setattr(context_processors, "platform", lambda: here)
    monkeypatch.setattr(views, "platform", lambda: here)


def request(path: str = "/", **extra: str) -> HttpRequest:
    """A GET with an actor of no posts."""
    made = RequestFactory().get(path, **extra)  # type: ignore[arg-type]
    made.actor = SimpleNamespace(user_id=7, name="周某", roles=frozenset())  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.django_db
def test_every_base_is_a_page_of_its_own(base: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"web/{base}.html", {}, request())
    assert html.count("<main ") == 1
    assert 'href="#main"' in html
    assert "示例共治平台" in html
    assert 'name="viewport"' in html
    assert ("演示数据" in html) == (language == "zh-hans")
    assert f'lang="{"en" if language == "en" else "zh-Hans-CN"}"' in html


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: p.name)
def test_no_inline_script_or_style(path: Path) -> None:
    text = re.sub(r"{%.*?%}", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)


def test_the_current_tab_is_marked() -> None:
    html = render_to_string("web/base_resident.html", {}, request("/mine/"))
    assert re.search(r'href="/mine/"\s+aria-current="page"', html)
    assert html.count("aria-current") == 1
    orders = next(item for item in NAVIGATION["resident"] if item.href == "/mine/")
    assert orders.is_current("/o/0321/")


def test_language_is_remembered_and_never_leaves_the_site() -> None:
    post = RequestFactory().post("/language/", {"language": "en", "next": "/mine/"})
    response = views.set_language(post)
    assert response["Location"] == "/mine/"
    assert response.cookies["django_language"].value == "en"
    bad = RequestFactory().post("/language/", {"language": "xx", "next": "https://evil.example/"})
    response = views.set_language(bad)
    assert response["Location"] == "/"
    assert "django_language" not in response.cookies


@pytest.mark.parametrize(
    ("cookie", "language"),
    [("", "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("fr", "zh-hans")],
)
def test_chinese_unless_chosen_otherwise(cookie: str, language: str) -> None:
    spoken: list[str | None] = []

    def view(_request: HttpRequest) -> HttpResponse:
        spoken.append(translation.get_language())
        return HttpResponse()

    made = request(HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9")
    made.COOKIES["django_language"] = cookie
    response = LanguageMiddleware(view)(made)
    assert spoken == [language]
    assert response["Content-Language"] == language


def test_large_type_is_remembered_and_shown() -> None:
    response = views.set_type(RequestFactory().post("/type/", {"type": "large"}))
    assert response.cookies["gongzhi_type"].value == "large"
    large = request(HTTP_COOKIE="gongzhi_type=large")
    assert 'data-type="large"' in render_to_string("web/base_resident.html", {}, large)
    assert 'data-type="normal"' in render_to_string("web/base_resident.html", {}, request())


def test_large_type_of_the_profile_holds_without_a_cookie() -> None:
    made = request()
    made.resident = SimpleNamespace(large_type=True)  # type: ignore[attr-defined]
    assert context_processors.wants_large_type(made)
    made.COOKIES["gongzhi_type"] = "normal"
    assert not context_processors.wants_large_type(made)


def test_field_can_be_installed() -> None:
    manifest = json.loads(views.field_manifest(request()).content)
    assert manifest["start_url"] == manifest["scope"] == "/field/"
    for icon in manifest["icons"]:
        assert (Path(views.__file__).parent / icon["src"].lstrip("/")).exists()


def test_worker_knows_the_built_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, monkeypatch)
    response = views.field_worker(request())
    text = response.content.decode()
    assert response["Service-Worker-Allowed"] == "/field/"
    assert "/static/dist/assets/main-1.js" in text
    assert "/static/dist/assets/outbox-1.js" in text
    assert "/static/dist/assets/map-1.js" in text  # my grid, without a network too
    assert "self.addEventListener" in text


def build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small manifest in the place of the built one."""
    entries = {
        "src/main.ts": {"file": "assets/main-1.js", "css": ["assets/main-1.css"], "isEntry": True},
        "_idb.js": {"file": "assets/idb-1.js"},
        "src/islands/outbox.ts": {"file": "assets/outbox-1.js", "imports": ["_idb.js"]},
        "src/islands/map.ts": {"file": "assets/map-1.js", "css": ["assets/map-1.css"]},
    }
    (folder / "manifest.json").write_text(json.dumps(entries), encoding="utf-8")
    (folder / "sw.js").write_text("self.addEventListener('x', y)", encoding="utf-8")
    monkeypatch.setattr(assets, "DIST", folder)
    monkeypatch.setattr(assets, "_manifest", assets._Manifest())


def test_assets_come_from_the_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, monkeypatch)
    found = assets.find("main")
    assert found == assets.Asset(
        "/static/dist/assets/main-1.js", ("/static/dist/assets/main-1.css",)
    )
    assert assets.find("nothing") is None
    html = render_to_string("web/base_public.html", {}, request())
    assert '<script type="module" src="/static/dist/assets/main-1.js"></script>' in html


def test_pages_render_when_nothing_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "DIST", tmp_path)
    monkeypatch.setattr(assets, "_manifest", assets._Manifest())
    assert not assets.is_built()
    html = render_to_string("web/base_public.html", {}, request())
    assert "The front end is not built" in html


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 500])
def test_error_pages_say_what_to_do(status: int) -> None:
    response = errors.error_response(request(), status)
    assert response.status_code == status
    html = response.content.decode()
    assert "没有丢" in html
    assert html.count("<h1>") == 1
    assert "Traceback" not in html


@pytest.mark.parametrize(
    ("error", "status"),
    [(Denied("不行"), 403), (Conflict("有人先办了"), 409), (Invalid("错"), 422)],
)
def test_kernel_errors_become_pages_with_their_sentence(error: GongzhiError, status: int) -> None:
    pages = errors.ErrorPages(lambda _request: pytest.fail("not called"))
    response = pages.process_exception(request(), error)
    assert response is not None
    assert response.status_code == status
    assert str(error.message) in response.content.decode()


def test_scripts_get_json_and_htmx_a_fragment() -> None:
    pages = errors.ErrorPages(lambda _request: pytest.fail("not called"))
    error = Invalid("手机号不对", field="phone")
    asked = request("/report/", HTTP_ACCEPT="application/json")
    response = pages.process_exception(asked, error)
    assert response is not None
    assert json.loads(response.content) == {
        "message": "手机号不对",
        "field": "phone",
        "status": 422,
    }
    swapped = pages.process_exception(request(HTTP_HX_REQUEST="true"), error)
    assert swapped is not None
    assert b"<html" not in swapped.content
    assert 'role="alert"' in swapped.content.decode()


def test_other_exceptions_go_on_to_django() -> None:
    pages = errors.ErrorPages(lambda _request: pytest.fail("not called"))
    assert pages.process_exception(request(), Http404()) is None


def test_a_database_that_is_away_is_503_and_says_so() -> None:
    try:
        raise OperationalError("connection refused by 10.0.0.7")
    except OperationalError:
        response = errors.server_error(request())
    page = response.content.decode()
    assert response.status_code == 503
    assert "系统现在读写不了数据" in page
    assert "10.0.0.7" not in page


def test_a_program_is_told_of_it_as_a_program() -> None:
    try:
        raise OperationalError("connection refused by 10.0.0.7")
    except OperationalError:
        response = errors.server_error(RequestFactory().post("/api/v1/orders"))
    assert response.status_code == 503
    assert "系统现在读写不了数据" in json.loads(response.content)["message"]


def test_a_form_whose_login_ended_stays_and_says_where_to_log_in() -> None:
    @staff_only()
    def view(_request: HttpRequest) -> HttpResponse:
        pytest.fail("not called")

    script = {"headers": {"Accept": "application/json"}}
    htmx = {"headers": {"HX-Request": "true"}}
    for how in (script, htmx):
        asked = RequestFactory().post("/desk/new/", **how)
        asked.actor = SimpleNamespace(kind="nobody")
        answer = view(asked)
        assert answer.status_code == 401
        assert "HX-Redirect" not in answer, "the page goes, and with it what was written"
        said = json.loads(answer.content)
        assert "登录已过期" in said["message"]
        assert said["login"]["page"] == "/login/"
    reading = RequestFactory().get("/desk/", **htmx)
    reading.actor = SimpleNamespace(kind="nobody")
    assert view(reading)["HX-Redirect"] == "/login/"


@override_settings(TEMPLATES=[])
def test_the_last_resort_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(errors.loader, "render_to_string", broken)
    response = errors.server_error(request())
    assert response.status_code == 500
    assert "没有丢失" in response.content.decode()
