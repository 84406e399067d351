"""The words about consent: purpose by age group, in both languages, every version kept."""

from enum import Enum
from typing import TypeVar

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.consent import ASKED_WHEN_TELLING, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import ConsentBand
from storyapp.rules.wording import LANGUAGES
from storyapp.services import consent_texts
from storyapp.services.consent_texts import Words
from storyapp.services.setup_lists import Place
from storyapp.web.admin import blueprint
from storyapp.web.admin.parts import both, form_of, values_of
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

Member = TypeVar("Member", bound=Enum)
PARTS = (
    both("text", mark("Question"), hint=mark("One sentence that can be answered with yes or no."), is_long=True),
    both("readers", mark("Who will read"), hint=mark("One kind of reader per line."), is_optional=True, is_long=True),
)


@blueprint.get("/p/<programme>/set-up/consent")
def consent(programme: str) -> str:
    """Show for each purpose and age group which words are in force."""
    crumb(say("Set-up"), url_for("admin.programme", programme=programme))
    found = consent_texts.versions_in_force(here.programme())
    rows = [
        {
            "purpose": label(purpose),
            "cells": [
                {
                    "band": label(band),
                    "url": url_for("admin.consent_words", programme=programme, purpose=purpose.value, band=band.value),
                    "state": _state(found.get((purpose, band), {})),
                }
                for band in ConsentBand
            ],
        }
        for purpose in ASKED_WHEN_TELLING
    ]
    return render_template("admin/consent.html", rows=rows, bands=[label(band) for band in ConsentBand])


@blueprint.route("/p/<programme>/set-up/consent/<purpose>/<band>", methods=["GET", "POST"])
def consent_words(programme: str, purpose: str, band: str) -> str | Response:
    """Change the words of one question; a change makes a new version."""
    own, to_what, of_whom = here.programme(), _member(Purpose, purpose), _member(ConsentBand, band)
    place = Place(organisation_id=own.organisation_id, programme_id=own.id)
    present = consent_texts.words_in_force(own, to_what, of_whom)
    form = form_of(PARTS, place, {"text": present.text, "readers": present.readers})
    back = url_for("admin.consent", programme=programme)
    if form.is_sent():
        try:
            words = Words(**(values_of(PARTS, form) or {}))
            changed = consent_texts.save_words(own, to_what, of_whom, words, by_id=here.account().id)
        except RuleBroken as error:
            form.complain("text_ru", message(error))
        else:
            leave_note(mark("A new version is in force.") if changed else mark("Nothing was changed."))
            return redirect(back, 303)
    _crumbs(programme)
    return render_template(
        "admin/consent_words.html", form=form, parts=PARTS, cancel_url=back, purpose=label(to_what), band=label(of_whom),
        history_url=url_for("admin.consent_history", programme=programme, purpose=purpose, band=band),
    )  # fmt: skip


@blueprint.get("/p/<programme>/set-up/consent/<purpose>/<band>/history")
def consent_history(programme: str, purpose: str, band: str) -> str:
    """Show every version of the words."""
    to_what, of_whom = _member(Purpose, purpose), _member(ConsentBand, band)
    _crumbs(programme)
    return render_template(
        "admin/consent_history.html", purpose=label(to_what), band=label(of_whom),
        versions=consent_texts.history(here.programme(), to_what, of_whom),
    )  # fmt: skip


def _crumbs(programme: str) -> None:
    crumb(say("Set-up"), url_for("admin.programme", programme=programme))
    crumb(say("Consent texts"), url_for("admin.consent", programme=programme))


def _state(versions: dict[str, int]) -> str:
    if set(versions) < set(LANGUAGES):
        return "half" if versions else "missing"
    return "whole"


def _member(kind: type[Member], value: str) -> Member:
    try:
        return kind(value)
    except ValueError:
        abort(404)
