"""What every page can see around itself: words, links, who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, g, request, url_for

from storyapp.rules.people import Capability
from storyapp.rules.wording import language_tag
from storyapp.web.common.cookies import is_demo
from storyapp.web.common.csrf import csrf_token
from storyapp.web.common.here import may
from storyapp.web.common.notes import notes
from storyapp.words import dates
from storyapp.words.countries import country_name
from storyapp.words.counts import count_words
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say, say_plural

NAVIGATION: tuple[tuple[Capability, str, str], ...] = (
    (Capability.SEE_PROGRAMME, "facilitator.home", mark("Today")),
    (Capability.READ_STORIES, "facilitator.stories", mark("Stories")),
    (Capability.SAFEGUARD, "safeguarding.cases", mark("Cases")),
    (Capability.TAG, "evaluator.queue", mark("Coding")),
    (Capability.RUN_ROUNDS, "rounds.rounds", mark("Rounds")),
    (Capability.READ_REPORTS, "measuring.indicators", mark("Measuring")),
    (Capability.READ_REPORTS, "reports.reports", mark("Reports")),
    (Capability.INVITE_TELLERS, "facilitator.invitations", mark("Invitations")),
    (Capability.IMPORT, "imports.imports", mark("Import")),
    (Capability.SET_UP, "admin.programme", mark("Set-up")),
)
LANGUAGE_NAMES = ({"code": "ru", "label": "Русский"}, {"code": "en", "label": "English"})


@dataclass
class Staff:
    """The signed-in person as the layout shows them."""

    name: str
    email: str
    home_url: str
    account_url: str
    sign_out_url: str
    programme: dict[str, str] | None = None
    links: list[dict[str, Any]] = field(default_factory=list)
    crumbs: list[dict[str, str]] = field(default_factory=list)


def crumb(text: str, url: str = "") -> None:
    """Add a step to the path above the heading; `text` is ready to read."""
    g.setdefault("crumbs", []).append({"label": text, "url": url})


def surroundings() -> dict[str, Any]:
    """Return what templates may use besides what a view hands them."""
    return {
        "language": language(),
        "languages": LANGUAGE_NAMES,
        "notes": notes(),
        "here": request.path,
        **_fixed_addresses(),
        "is_demo": is_demo(),
        "staff": _staff(),
    }


def _fixed_addresses() -> dict[str, str]:
    """Return the addresses that stand on every page; worked out once, since every request needs them."""
    kept: dict[str, str] = current_app.extensions.setdefault("fixed_addresses", {})
    if not kept:
        names = {"help_url": "help_lines", "quick_exit_url": "leave", "language_url": "switch_language"}
        kept.update({name: url_for(f"front.{endpoint}") for name, endpoint in names.items()})
    return kept


def register_surroundings(app: Flask, static_url: Callable[[str], str]) -> None:
    """Hand every template its words and surroundings."""
    app.context_processor(surroundings)
    app.jinja_env.globals.update(
        _=say, ngettext=say_plural, csrf_token=csrf_token, static_url=static_url, label=label, may=may,
        Capability=Capability,
    )  # fmt: skip
    app.jinja_env.filters.update(
        day=dates.day, moment=dates.moment, number=dates.number, percent=dates.percent,
        said=lambda wording: wording.say(language()), language_tag=language_tag, country=country_name,
        counted=count_words,
    )  # fmt: skip


def _staff() -> Staff | None:
    account = g.get("account")
    if account is None or "account.home" not in current_app.view_functions:
        return None
    staff = Staff(
        name=account.name, email=account.email, home_url=url_for("account.home"),
        account_url=url_for("account.account"), sign_out_url=url_for("account.sign_out"), crumbs=g.get("crumbs", []),
    )  # fmt: skip
    programme = g.get("programme")
    if programme is not None:
        staff.programme = {"slug": programme.slug, "name": programme.name.say(language())}
        staff.links = [
            {"url": url_for(endpoint, programme=programme.slug), "label": say(words), "current": _is_current(endpoint)}
            for capability, endpoint, words in NAVIGATION
            if may(capability) and endpoint in current_app.view_functions
        ]
    return staff


def _is_current(endpoint: str) -> bool:
    return request.endpoint == endpoint
