"""How light and how open to everybody each page of telling is on a phone, as Lighthouse sees it."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from bench.figures import Figure
from bench.house import a_house, full_app, served
from storyapp.data.db import db
from storyapp.data.tables.consenting import UnderstandingQuestion
from storyapp.data.tables.programmes import PassedLink, Programme
from storyapp.rules.programmes import AddressForm, QuestionKind
from storyapp.rules.stories import Mode
from storyapp.rules.wording import Wording
from storyapp.services.transaction import SHELL, act
from storyapp.web.common.cookies import CIRCLE, LANGUAGE, MY_STORY, TELLING, VISITOR
from tests import builders
from tests.pages import PageClient
from tests.web.storyteller.walks import ANSWERS, code_on, step_of

VERSION = "12.8.2"
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100}
TRIES = 2  # a machine that does something else at the same moment makes a page look slow


Page = tuple[str, str, str]  # what it is called, its path, the cookies of whoever sees it
YOUNGEST = {"band": "10-13", "role": "young_person"}


def run(*only: str) -> Iterator[Figure]:
    """Look at each page of telling, or at some; say why where there is no Node.js or no Chromium."""
    command = lighthouse()
    if not command or shutil.which("chromium") is None:
        print("    passed over: it needs Node.js (npx) and Chromium")
        return
    with a_house("sqlite") as (app, settings):
        pages = pages_of_telling(app)
        with served(full_app, settings) as server:
            for name, path, cookies in pages:
                if not only or name in only:
                    yield from _figures(command, f"http://127.0.0.1:{server.port}{path}", name, cookies)


def lighthouse() -> list[str]:
    """Return the command that starts Lighthouse; nothing where there is no Node.js."""
    named = os.environ.get("STORYAPP_LIGHTHOUSE", "")
    if named:
        return [named]
    return ["npx", "--yes", f"lighthouse@{VERSION}"] if shutil.which("npx") else []


def pages_of_telling(app: Flask) -> Iterator[Page]:
    """Yield every page that a teller meets, each while it is open: a page before is not there for whoever is past it."""
    programme = _programme()
    yield from _alone(app, programme)
    youngest = PageClient(app, language="ru")
    yield from _walk(youngest, builders.an_invitation(programme)[1], " (10 to 13)", age=YOUNGEST)
    youngest.submit()
    yield "receipt (10 to 13)", "/telling/receipt", _cookies(youngest)
    youngest.post("/telling/guardian-card")
    yield "card for the guardian", "/telling/guardian-card", _cookies(youngest)
    beside = PageClient(app, language="ru")
    yield from _walk(beside, builders.an_invitation(programme, mode=Mode.INTERVIEWER)[1], " (written down)")
    circle = PageClient(app, language="ru")
    circle.get(f"/t/{builders.an_invitation(programme, mode=Mode.GROUP)[1]}")
    yield "circle", "/circle", _cookies(circle)


def _alone(app: Flask, programme: Programme) -> Iterator[Page]:
    client, stranger = PageClient(app, language="ru"), PageClient(app, language="ru")
    yield "no draft", "/telling", ""
    yield from _walk(client, _passed_on(programme), "")
    client.submit({"later": "1"})
    yield "later", "/telling/later", _cookies(client)
    client.get("/telling/check")
    client.submit()
    code = code_on(client)
    yield "receipt", "/telling/receipt", _cookies(client)
    client.post("/telling/pass-on")
    yield "passed on", "/telling/passed-on", _cookies(client)
    stranger.get("/my-story")
    yield "code", "/my-story", ""
    yield "code for later", "/telling/resume", ""
    stranger.submit({"code": code})
    for name in ("view", "write", "consent", "attachments", "take-back", "erase"):
        yield f"my story: {name}", f"/my-story/{name}", _cookies(stranger)


def _walk(client: PageClient, token: str, who: str, **changes: dict[str, Any]) -> Iterator[Page]:
    """Answer each step up to the last, and yield each before it is answered."""
    client.get(f"/t/{token}")
    while True:
        step = step_of(client)
        yield f"{step}{who}", f"/telling/{step}", _cookies(client)
        if step == "check":
            return
        answer = {**ANSWERS[step], **changes.get(step, {})}
        client.submit(_wrong(client) if step == "understood" else answer)
        assert step_of(client) != step, f"stuck at {step}"


def _passed_on(programme: Programme) -> str:
    """Make a link that tellers may pass on; return its secret."""
    invitation, token = builders.an_invitation(programme)
    with act(SHELL):
        db.session.add(PassedLink(invitation_id=invitation.id, root_id=invitation.id, depth=0))
    return token


def _wrong(client: PageClient) -> dict[str, str]:
    """Answer otherwise than it is, so that it is explained."""
    return {
        one["name"]: one["value"] for one in client.page.select("input[type=radio]") if "Нет" in one.parent.get_text()
    }


def _programme() -> Programme:
    """Make a programme that asks by every kind of control, checks what was understood and takes pictures and voices."""
    programme = builders.a_programme(
        guardian_age=14, takes_pictures=True, takes_voices=True, address_form=AddressForm.TY
    )
    builders.a_question(programme)
    builders.a_question(programme, "how", kind=QuestionKind.SCALE, options=[{"code": str(n)} for n in range(1, 6)])
    poles = [
        {"code": code, "ru": words, "en": code}
        for code, words in (("me", "Я"), ("mentor", "Наставник"), ("others", "Другие"))
    ]
    builders.a_question(programme, "whose", kind=QuestionKind.TRIAD, options=poles)
    builders.a_question(programme, "between", kind=QuestionKind.SLIDER, options=poles[:2])
    builders.a_question(programme, "areas", kind=QuestionKind.WHEEL, options=poles, settings={"most": 5})
    with act(SHELL):
        for n in (1, 2):
            db.session.add(
                UnderstandingQuestion(
                    organisation_id=programme.organisation_id,
                    programme_id=programme.id,
                    position=n,
                    wording=Wording(ru=f"Вопрос {n}?", en=f"Question {n}?"),
                    right=Wording(ru="Да", en="Yes"),
                    wrong=Wording(ru="Нет", en="No"),
                    wrong_too=Wording(),
                    explanation=Wording(ru="Можно.", en="You can."),
                )
            )
    return programme


def _cookies(client: PageClient) -> str:
    kept = ((name, client.http.get_cookie(name)) for name in (TELLING, MY_STORY, CIRCLE, LANGUAGE, VISITOR))
    return "; ".join(f"{name}={cookie.value}" for name, cookie in kept if cookie is not None)


def _figures(command: list[str], address: str, name: str, cookies: str) -> Iterator[Figure]:
    best: dict[str, float] = {}
    troubles: list[str] = []
    for _ in range(TRIES):
        try:
            found, troubles = _look(command, address, cookies)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            troubles = [f"not seen: {(error.stderr or b'')[-200:].decode(errors='replace').strip() or 'no answer'}"]
            continue
        best = {kind: max(best.get(kind, 0), points) for kind, points in found.items()}
        if all(best[kind] >= goal for kind, goal in GOALS.items()):
            break
    for trouble in troubles:
        print(f"      {name}: {trouble}")
    if not best:
        return
    yield Figure(f"{name}: performance", best["performance"], "of 100", goal=GOALS["performance"], digits=0)
    for kind in ("accessibility", "best-practices"):
        yield Figure(f"{name}: missing of {kind}", 100 - best[kind], "points", at_most=0, digits=0)


def _look(command: list[str], address: str, cookies: str) -> tuple[dict[str, float], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        headers, report = Path(folder, "headers.json"), Path(folder, "report.json")
        headers.write_text(json.dumps({"Cookie": cookies}), encoding="utf-8")
        subprocess.run(
            [
                *command, address, "--quiet", "--output=json", f"--output-path={report}", f"--extra-headers={headers}",
                f"--only-categories={','.join(GOALS)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            ],
            check=True, timeout=300, capture_output=True,
            env={**os.environ, "CHROME_PATH": shutil.which("chromium") or ""},
        )  # fmt: skip
        told = json.loads(report.read_text(encoding="utf-8"))
    assert told["finalDisplayedUrl"] == address, told["finalDisplayedUrl"]
    points = {kind: round(100 * told["categories"][kind]["score"]) for kind in GOALS}
    weak = [
        one["id"]
        for kind, goal in GOALS.items()
        for one in told["categories"][kind]["auditRefs"]
        if points[kind] < goal and one["weight"] and (told["audits"][one["id"]]["score"] or 0) < 0.9
    ]
    return points, [f"{code}: {told['audits'][code].get('displayValue', '')}" for code in weak]
