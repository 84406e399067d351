"""A browser for tests that checks every page it opens: one h1, labels, ids, language, headers."""

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

SHARED_WORDS = re.compile(
    r"\b(Storyapp|KoboToolbox|ODK|XLSForm|survey|choices|DOCX|PPTX|XLSX|CSV|JPEG|PNG|JSON|HTML|PDF|TSV|TOML|TOTP|QR|QDPX|QDC|qdc|REFI-QDA|QualCoder|MAXQDA|NVivo|ATLAS|UTF-8|Excel|Word|English|ID|SMS|k|n)\b|https?://\S+|\b[IVX]+\b"
)
CYRILLIC, LATIN = re.compile(r"[А-Яа-яЁё]{2,}"), re.compile(r"[A-Za-z]{3,}")


class PageClient:
    """Opens pages, follows links, fills forms by name; fails on a page that no one should see."""

    def __init__(self, app: Flask, *, language: str) -> None:
        start_afresh(app)
        self.http: FlaskClient = app.test_client()
        self.language = language
        self.http.set_cookie("language", language)
        self.page: BeautifulSoup = BeautifulSoup("", "html.parser")
        self.response: TestResponse | None = None

    def get(self, url: str, *, status: int = 200, follow: bool = True, **kwargs: Any) -> BeautifulSoup:
        """Open a page, following redirects, and check it."""
        return self._take(self.http.get(url, follow_redirects=follow, **kwargs), status)

    def post(
        self, url: str, data: dict[str, Any] | None = None, *, status: int = 200, follow: bool = True, **kwargs: Any
    ) -> BeautifulSoup:
        """Send a form with the token of the page that is open."""
        values = {"csrf_token": self.csrf(), **(data or {})}
        return self._take(self.http.post(url, data=values, follow_redirects=follow, **kwargs), status)

    def submit(
        self,
        data: dict[str, Any] | None = None,
        *,
        form: str = "page-form",
        status: int = 200,
        follow: bool = True,
        **kwargs: Any,
    ) -> BeautifulSoup:
        """Send the open page's form (by id) with its present values and these changes."""
        element = self.page.find("form", id=form)
        assert isinstance(element, Tag), f"no form #{form} on {self.url}: {self.text()[:300]}"
        values = {**form_values(element), **(data or {})}
        action = str(element.get("action") or self.url)
        return self._take(self.http.post(action, data=values, follow_redirects=follow, **kwargs), status)

    def press(self, words: str, *, status: int = 200) -> BeautifulSoup:
        """Press the button of the open page that says so, and send its form."""
        button = next(one for one in self.page.find_all("button") if words in one.get_text(" ", strip=True))
        form = button.find_parent("form")
        assert isinstance(form, Tag)
        return self.post(str(form["action"]), form_values(form), status=status)

    def csrf(self) -> str:
        """Return the token of the open page, opening the first page when there is none."""
        field = self.page.find("input", attrs={"name": "csrf_token"})
        if field is None:
            self.get("/")
            field = self.page.find("input", attrs={"name": "csrf_token"})
        assert isinstance(field, Tag), "no page with a form is open"
        return str(field["value"])

    @property
    def url(self) -> str:
        """Return the path of the open page."""
        assert self.response is not None
        return self.response.request.path

    @property
    def h1(self) -> str:
        """Return the heading of the open page."""
        heading = self.page.find("h1")
        return heading.get_text(" ", strip=True) if heading else ""

    def text(self) -> str:
        """Return all words of the open page."""
        return self.page.get_text(" ", strip=True)

    def link(self, words: str) -> str:
        """Return the address of the link with these words."""
        for anchor in self.page.find_all("a", href=True):
            if words in anchor.get_text(" ", strip=True):
                return str(anchor["href"])
        raise AssertionError(f"no link with {words!r} on {self.url}")

    def _take(self, response: TestResponse, status: int) -> BeautifulSoup:
        self.response = response
        assert response.status_code == status, (
            f"{response.request.path}: {response.status_code}, not {status}: {response.get_data(as_text=True)[-1500:]}"
        )
        check_headers(response)
        if response.mimetype == "text/html" and response.data:
            self.page = BeautifulSoup(response.data, "html.parser")
            if response.status_code not in (301, 302, 303):
                check_page(self.page, self.language, response.request.path)
        return self.page


def start_afresh(app: Flask) -> None:
    """Make each request begin with nothing in `g`, as in a server: tests keep one application context open."""
    before = app.before_request_funcs.setdefault(None, [])
    if forget_the_last_request not in before:
        before.insert(0, forget_the_last_request)


def forget_the_last_request() -> None:
    """Empty `g`."""
    for name in list(g):
        g.pop(name)


def form_values(form: Tag) -> dict[str, Any]:
    """Return what a browser would send if the form were submitted untouched."""
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name or field.has_attr("disabled"):
            continue
        if field.name == "textarea":
            values[name] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = [o for o in field.find_all("option") if o.has_attr("selected")] or field.find_all("option")[:1]
            if chosen:
                values[name] = chosen[0].get("value", chosen[0].get_text())
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                if name in values and field.get("type") == "checkbox":
                    values[name] = [
                        *([values[name]] if not isinstance(values[name], list) else values[name]),
                        field.get("value", "y"),
                    ]
                else:
                    values[name] = field.get("value", "y")
        elif field.get("type") not in ("submit", "file", "button"):
            values[name] = field.get("value", "")
    return values


def check_headers(response: TestResponse) -> None:
    """Fail where an answer lacks what protects its reader."""
    if response.request.path.startswith("/static/"):
        return
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy and "unsafe" not in policy, f"policy: {policy}"
    assert headers.get("X-Content-Type-Options") == "nosniff"
    assert headers.get("Referrer-Policy") == "no-referrer"
    assert "no-store" in headers.get("Cache-Control", "")


def check_page(page: BeautifulSoup, language: str, path: str) -> None:
    """Fail on a page that a keyboard, a screen reader or a reader of one language could not use."""
    root = page.find("html")
    assert isinstance(root, Tag) and root.get("lang") == language, f"{path}: lang is not {language}"
    headings = page.find_all("h1")
    assert len(headings) == 1 and headings[0].get_text(strip=True), f"{path}: {len(headings)} h1"
    title = page.title.get_text(" ", strip=True) if page.title else ""
    assert title, f"{path}: no title"
    _check_ids(page, path)
    _check_labels(page, path)
    assert not page.find_all(style=True) and not page.find_all("style"), f"{path}: inline style"
    assert all(script.get("src") for script in page.find_all("script")), f"{path}: inline script"
    foreign = [
        t
        for t in page.find_all(["script", "link", "img"])
        if str(t.get("src") or t.get("href") or "").startswith(("http", "//"))
    ]
    assert not foreign, f"{path}: loads {foreign}"
    check_language(page, language, path)


def check_language(page: BeautifulSoup, language: str, path: str) -> None:
    """Fail where words of the other language stand outside what people wrote themselves."""
    words = SHARED_WORDS.sub(" ", " ".join(_own_words(page, language)))
    other = (LATIN if language == "ru" else CYRILLIC).findall(words)
    assert not other, f"{path}: not in {language}: {other[:12]}"


def _own_words(element: Tag, language: str) -> Iterator[str]:
    """Go through the words that we wrote ourselves, in the language of the page."""
    for child in element.children:
        if isinstance(child, Tag):
            is_foreign = child.name != "html" and child.get("lang", language) != language
            if not is_foreign and child.get("translate") != "no" and child.name not in ("script", "style", "textarea"):
                yield from _own_words(child, language)
        elif type(child) is NavigableString:
            yield child.strip()


def _check_ids(page: BeautifulSoup, path: str) -> None:
    ids = [str(element["id"]) for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"{path}: ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for element in page.find_all(attrs={"aria-describedby": True}):
        missing = [i for i in str(element["aria-describedby"]).split() if i not in ids]
        assert not missing, f"{path}: aria-describedby without {missing}"


def _check_labels(page: BeautifulSoup, path: str) -> None:
    labelled = {str(label["for"]) for label in page.find_all("label", attrs={"for": True})}
    for field in page.find_all(["input", "textarea", "select"]):
        if field.get("type") in ("hidden", "submit", "button"):
            continue
        named = (
            field.get("id") in labelled
            or field.get("aria-label")
            or field.get("aria-labelledby")
            or field.find_parent("label")
        )
        assert named, f"{path}: no label for {field.get('name')}"
    for button in page.find_all(["button", "a"]):
        assert button.get_text(strip=True) or button.get("aria-label") or button.find("img"), (
            f"{path}: a nameless {button.name}"
        )
