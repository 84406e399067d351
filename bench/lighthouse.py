"""How light and how open to everybody each page of telling is on a phone, as Lighthouse sees it."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.house import a_house, full_app, served
from bench.pages import walk_to_check
from storyapp.rules.programmes import QuestionKind
from storyapp.web.common.cookies import LANGUAGE, MY_STORY, TELLING, VISITOR
from tests import builders
from tests.pages import PageClient
from tests.web.storyteller.walks import code_on

VERSION = "12.8.2"
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100}
STEPS = (
    "start", "age", "consent", "range", "happened", "matters", "direction", "questions", "title", "check",
)  # fmt: skip
TRIES = 2  # a machine that does something else at the same moment makes a page look slow


def run(*only: str) -> Iterator[Figure]:
    """Look at each page of telling, or at some; say why where there is no Node.js or no Chromium."""
    command = lighthouse()
    if not command or shutil.which("chromium") is None:
        print("    passed over: it needs Node.js (npx) and Chromium")
        return
    with a_house("sqlite") as (app, settings):
        programme = builders.a_programme()
        builders.a_question(programme)
        builders.a_question(programme, "how", kind=QuestionKind.SCALE, options=[{"code": str(n)} for n in range(1, 6)])
        client = PageClient(app, language="ru")
        walk_to_check(client, builders.an_invitation(programme)[1])
        with served(full_app, settings) as server:
            home = f"http://127.0.0.1:{server.port}"
            for step in STEPS:
                if not only or step in only:
                    yield from _figures(command, f"{home}/telling/{step}", step, _cookies(client))
            if not only:
                client.submit()
                code = code_on(client)
                yield from _figures(command, f"{home}/telling/receipt", "receipt", _cookies(client))
                client.get("/my-story")
                client.submit({"code": code})
                yield from _figures(command, f"{home}/my-story/view", "my story", _cookies(client))


def lighthouse() -> list[str]:
    """Return the command that starts Lighthouse; nothing where there is no Node.js."""
    named = os.environ.get("STORYAPP_LIGHTHOUSE", "")
    if named:
        return [named]
    return ["npx", "--yes", f"lighthouse@{VERSION}"] if shutil.which("npx") else []


def _cookies(client: PageClient) -> str:
    kept = ((name, client.http.get_cookie(name)) for name in (TELLING, MY_STORY, LANGUAGE, VISITOR))
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
