"""What goes with every answer: headers that protect its reader, cookies for this site only, and no way to elsewhere."""

from dataclasses import replace

import pytest

from storyapp.app import create_app
from storyapp.gateways.kit import make_kit, use_kit
from storyapp.rules.people import Role
from storyapp.web.common.pages import POLICY
from tests import builders
from tests.pages import check_headers, start_afresh
from tests.web.storyteller.walks import walk

ELSEWHERE = (
    "//elsewhere.example", "/\t/elsewhere.example", "/\n/elsewhere.example", "/\r/elsewhere.example", "\t//elsewhere.example",
    "/\\elsewhere.example", "\\\\elsewhere.example", "https:elsewhere.example", "https://elsewhere.example",
    "javascript:alert(1)", "/help\r\nSet-Cookie: a=b", " //elsewhere.example", "/\x00/elsewhere.example",
)  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE, ids=repr)
def test_a_switch_of_language_leads_to_no_other_site(client, address):
    client.get("/sign-in")

    client.post("/language", {"language": "en", "next": address}, status=303, follow=False)

    assert client.response.headers["Location"] == "/"


@pytest.mark.parametrize("address", [address for address in ELSEWHERE if "\0" not in address], ids=repr)
def test_signing_in_leads_to_no_other_site(client, address):
    account = builders.an_account(Role.FACILITATOR, programme=builders.a_programme())
    client.http.set_cookie("staff", builders.begin_staff_visit(account.id, has_second_factor=True))

    client.get("/second-factor", query_string={"next": address}, status=303, follow=False)

    assert client.response.headers["Location"] == "/home"


@pytest.mark.parametrize(
    "path", ["/", "/help", "/sign-in", "/p//mentors", "/p/mentors/", "//help", "", "/my-story", "/home"]
)
def test_whatever_a_browser_calls_us_no_answer_says_it(client, path):
    answer = client.http.get(
        "/", headers={"Host": "elsewhere.example"}, environ_overrides={"PATH_INFO": path, "REQUEST_URI": path}
    )

    assert answer.status_code < 500
    assert "elsewhere.example" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
@pytest.mark.parametrize("path", ["app.css", "js/app.js", "icon.svg"])
def test_our_own_files_are_for_our_own_pages_only(client, path, encoding):
    headers = client.http.get(f"/static/{path}", headers={"Accept-Encoding": encoding}).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


@pytest.fixture
def behind_https(settings):
    settings = replace(settings, base_url="https://stories.example", is_behind_https=True)
    app = create_app(settings, kit=make_kit(settings))
    with app.app_context():
        use_kit(app.extensions["kit"])
        yield app


def test_behind_https_every_cookie_is_tied_to_this_host(behind_https):
    start_afresh(behind_https)
    browser = behind_https.test_client()
    token = builders.an_invitation(builders.a_programme())[1]

    answers = [
        browser.get("/sign-in", base_url="https://stories.example"),
        browser.get(f"/t/{token}", base_url="https://stories.example"),
        browser.get("/leave", base_url="https://stories.example"),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]

    assert len(cookies) > 4
    loose = [c for c in cookies if not c.startswith("__Host-") or not {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(c.split("; "))]  # fmt: skip
    assert not loose and not any("Domain=" in cookie for cookie in cookies)
    assert all(answer.headers["Strict-Transport-Security"] == "max-age=31536000" for answer in answers)


def test_without_https_no_browser_is_told_to_insist_on_it(client):
    client.get("/sign-in")

    assert "Strict-Transport-Security" not in client.response.headers


def test_answers_of_every_kind_carry_the_headers(client):
    walk(client, builders.an_invitation(builders.a_programme())[1])
    kinds = {
        "a page": client.http.get("/help"),
        "a way on": client.http.get("/home"),
        "a missing page": client.http.get("/nothing"),
        "a refused form": client.http.post("/sign-in"),
        "a wrong method": client.http.delete("/help"),
        "a question about methods": client.http.options("/help"),
        "a head": client.http.head("/help"),
        "a text": client.http.get("/health"),
    }

    for answer in kinds.values():
        check_headers(answer)
        assert answer.headers["Content-Security-Policy"] == POLICY


def test_nobody_else_is_asked_for_anything_and_nobody_frames_us():
    allowed = {word for part in POLICY.split(";") for word in part.split()[1:]}

    assert allowed == {"'none'", "'self'", "data:", "blob:"}
    assert {
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "script-src 'self'",
    } <= {part.strip() for part in POLICY.split(";")}
