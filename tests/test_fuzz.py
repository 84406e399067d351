"""Bad input, from every kind of visitor, to every door that takes something: refused kindly, never a crash."""

import os
import random
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from storyapp.web.common.forms import whole
from tests.demo_house import (
    STAFF,
    VISITORS,
    add_unfinished_work,
    as_in_a_server,
    cookies_of,
    is_open_to,
    pages_of,
    programmes_and_organisations,
)
from tests.pages import form_values

N_INPUTS = int(os.environ.get("STORYAPP_FUZZ", "200"))
SEED = os.environ.get("STORYAPP_FUZZ_SEED", "2026")
KIND_REFUSALS = {503, 507}
LONG = "слово " * 35_000
ODD: tuple[Any, ...] = (
    "", " ", "0", "-1", "1", "x", str(10**30), str(-(10**30)), "1e400", "NaN", "²", "٣", "\x00", "nul\x00inside",
    b"lone \xed\xa0\x80 surrogate", b"\xff\xfe not utf-8", "👨‍👩‍👧" * 50, "шалом \u202bעברית\u202c \u200f\u200b", "=1+1", "{{7*7}}",
    "{%raw%}", "<script>alert(1)</script>", "'; DROP TABLE stories; --", "%s%n%(x)s", "../../etc/passwd", "\r\n\r\nX: y",
    "2026-02-30", "0000-00-00", "9999-12-31", "+292278994-08-17", "2026-06-30T25:61", "12:99", "ＡＢＣ", "e\u0301" * 200,
    "[]", "{}", "null", "true", "on", "y", "a" * 300, "a@b", "a@" + "b" * 300 + ".org", LONG,
)  # fmt: skip
ODD_PARTS = (
    "0",
    "-1",
    "1",
    "999999999",
    str(10**30),
    "x",
    "²",
    "%00",
    "%ED%A0%80",
    "%F0%9F%91%A8",
    "..%2f..",
    "a" * 500,
    "=1+1",
)


@dataclass(kw_only=True)
class Target:
    """A form that a page showed: where it goes and what it holds."""

    action: str
    values: dict[str, Any] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


@pytest.fixture
def is_demo() -> bool:
    return True


@pytest.mark.parametrize("visitor", VISITORS)
def test_no_input_brings_the_house_down(app, visitor):
    add_unfinished_work()
    chance, crashes = random.Random(f"{SEED} {visitor}"), []
    forms, odd = forms_of(app, visitor), [Target(action=action) for action in odd_addresses(app, visitor)]
    assert forms and odd, "nothing to send anything to"

    cookies = cookies_of(app, visitor)
    for n in range(max(N_INPUTS // len(VISITORS), 1)):
        if visitor in STAFF or n % 10 == 9:  # what was sent may have ended the visit
            cookies = cookies_of(app, visitor)
        sent = send(app, cookies, chance, chance.choice(forms if chance.random() < 0.8 else odd))
        if sent.status >= 500 and sent.status not in KIND_REFUSALS:
            crashes.append(f"{n}: {sent.status} for {sent.method} {sent.address[:200]} with {short(sent.data)}")

    assert not crashes, "\n".join(crashes)


def test_a_number_longer_than_any_id_is_no_address(app, client):
    client.http.set_cookie("staff", cookies_of(app, "staff, facilitator")["staff"])

    client.get(f"/p/mentors/rounds/{10**30}", status=404)


@pytest.mark.parametrize(
    "typed",
    [None, "", "²", "٣", "-1", "1.5", "9" * 5000],
    ids=["nothing", "empty", "a power", "an Arabic digit", "negative", "a part", "endless"],
)
def test_what_is_no_number_of_ours_names_nothing(typed):
    assert whole(typed) is None


def test_a_page_number_without_end_shows_a_page(app, client):
    client.http.set_cookie("staff", cookies_of(app, "staff, evaluator")["staff"])

    client.get("/p/mentors/reports?page=" + "9" * 5000)


@pytest.mark.parametrize("address", ["/p/men%00tors", "/help?q=%00"])
def test_an_address_with_a_nul_is_no_address(client, address):
    client.get(address, status=404)


def test_a_signature_in_odd_letters_is_refused(client):
    client.get("/sign-in")

    client.submit({"csrf_token": "подпись"}, status=400)
    client.get("/demo/подпись", status=404)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What was sent, and how it was answered."""

    method: str
    address: str
    data: dict[str, Any]
    status: int


def send(app: Flask, cookies: dict[str, str], chance: random.Random, target: Target) -> Sent:
    """Send one bad input as a browser with these cookies would."""
    client = app.test_client()
    held = {"language": chance.choice(["ru", "en", "xx", "é"]), "visitor": "somebody", **cookies}
    for name, value in held.items():
        client.set_cookie(name, value)
    if chance.random() < 0.15:
        address = target.action + chance.choice(["?q=%00", "?page=-1", f"?page={10**30}", "?page=" + "9" * 5000, "?before=" + "9" * 5000, "?after=%ED%A0%80", "?from=2026-99-99&domain=x&domain=y"])  # fmt: skip
        return Sent(method="GET", address=address, data={}, status=as_in_a_server(client.get, address).status_code)
    data = spoilt(target, chance)
    own = app.extensions["kit"].vault.sign("somebody", "csrf")
    data["csrf_token"] = own if chance.random() < 0.97 else chance.choice(ODD)
    kind = "multipart/form-data" if target.files or chance.random() < 0.2 else None
    for name in target.files:
        data[name] = (
            BytesIO(as_bytes(chance.choice(ODD)) * chance.choice([0, 1, 50])),
            chance.choice(["a.csv", "a.xlsx", "../x", "a.exe", ""]),
        )
    response = as_in_a_server(client.post, target.action, data=data, content_type=kind)
    return Sent(method="POST", address=target.action, data=data, status=response.status_code)


def spoilt(target: Target, chance: random.Random) -> dict[str, Any]:
    """Return the values of a form with some of them spoilt, missing, repeated or never asked for."""
    data = dict(target.values)
    for name in list(data):
        if chance.random() < 0.6:
            data[name] = chance.choice(ODD)
        elif chance.random() < 0.2:
            data[name] = [chance.choice(ODD) for _ in range(chance.randint(0, 4))]
        elif chance.random() < 0.1:
            del data[name]
    if chance.random() < 0.2:
        data[chance.choice(["x", "id", "switch_language", "next", "kind", "text"])] = chance.choice(ODD)
    return data


def forms_of(app: Flask, visitor: str) -> list[Target]:
    """Return the forms of all pages that this visitor finds."""
    targets: dict[tuple[str, ...], Target] = {}
    for found in pages_of(app, visitor, language="en"):
        for form in (found.page or BeautifulSoup("", "lxml")).find_all("form", method="post"):
            target = Target(
                action=str(form.get("action") or found.address), values=fields_of(form),
                files=[str(one["name"]) for one in form.find_all("input", type="file")],
            )  # fmt: skip
            targets.setdefault((target.action, *sorted(target.values)), target)
    return list(targets.values())


def fields_of(form: Any) -> dict[str, Any]:
    """Return every field of a form and every button that says something, chosen or not."""
    unchosen = {
        str(one["name"]): "" for one in form.find_all(["input", "select", "textarea", "button"]) if one.get("name")
    }
    return unchosen | form_values(form)


def odd_addresses(app: Flask, visitor: str) -> list[str]:
    """Return the addresses of all routes that take something, with arguments that point nowhere."""
    programmes, organisations = programmes_and_organisations()
    addresses = []
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or not is_open_to(visitor, rule.endpoint, "POST"):
            continue
        for part in ODD_PARTS:
            address = rule.rule
            for name in rule.arguments:
                known = {"programme": programmes[0], "organisation": organisations[0]}.get(name, part)
                known = part if rule.arguments == {name} else known
                address = replace_argument(address, name, known)
            addresses.append(address)
    return list(dict.fromkeys(addresses))


def replace_argument(address: str, name: str, value: str) -> str:
    """Put a value where an address says <name> or <kind:name>."""
    before, _, after = address.partition(f"{name}>")
    return before[: before.rindex("<")] + value + after


def as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def short(data: dict[str, Any]) -> str:
    return repr({name: str(value)[:60] for name, value in data.items() if name != "csrf_token"})[:600]
