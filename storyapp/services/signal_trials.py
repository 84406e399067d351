"""A lead tries a sentence: a worker says which signals the module would hear in it, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from storyapp.data.db import db
from storyapp.data.queries import signals as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.signals import SignalTrial
from storyapp.gateways.kit import kit
from storyapp.gateways.module import ModuleFailed, nothing
from storyapp.gateways.nlp import Original
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.signals import TRIAL_KEPT, opens_a_case
from storyapp.rules.unread import WhyUnread
from storyapp.services import jobs, signal_words
from storyapp.services.jobs import Ticket
from storyapp.services.transaction import WORKER, account_actor, act

PLACE = "signal_trials/sealed"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One kind of signal in a tried sentence."""

    kind: str
    score: float
    words: Sequence[str]
    is_loud: bool


@dataclass(frozen=True, kw_only=True)
class TrialSeen:
    """A sentence that was tried and what the module said of it."""

    sentence: str
    language: str | None  # nothing while it waits
    heard: Sequence[Heard]
    is_stuck: bool


def try_sentence(programme: Programme, sentence: str, *, account_id: int) -> None:
    """Ask a worker to read a sentence; it takes the place of the one tried before."""
    ids = programme.owner
    with act(account_actor(account_id)) as doing:
        doing.note(ids["organisation_id"], "signals.sentence-tried", f"programme:{ids['programme_id']}")
        mine = (SignalTrial.programme_id == ids["programme_id"], SignalTrial.account_id == account_id)
        db.session.execute(delete(SignalTrial).where(*mine))
        trial = SignalTrial(
            **ids, account_id=account_id, sealed=kit().vault.seal_for_house(sentence, PLACE), asked_at=kit().clock()
        )
        db.session.add(trial)
        db.session.flush()
        doing.ask(ids["organisation_id"], JobKind.TRY_SIGNALS, trial.id)


def read_trial(ticket: Ticket) -> None:
    """Read a tried sentence; `subject_id` is the trial."""
    trial = db.session.get(SignalTrial, ticket.subject_id)
    if trial is None:
        return
    sentence = kit().vault.open_for_house(trial.sealed, PLACE)
    lists = signal_words.lists_of(trial.programme_id)
    db.session.rollback()
    asked = Original(story_id=0, text=sentence, said="", hint="ru", lists=lists)
    (found,) = kit().module.read_originals([asked], {}, nothing)
    if isinstance(found, WhyUnread):
        raise ModuleFailed(found.value)
    with act(WORKER):
        trial = db.session.get(SignalTrial, ticket.subject_id)
        if trial is not None:
            trial.language = found.language
            trial.found = [{"kind": s.kind, "score": round(s.score, 3), "places": s.places} for s in found.signals]


def trial_seen(programme: Programme, account_id: int) -> TrialSeen | None:
    """Return the sentence that a lead tried last, for a day."""
    trial = queries.trial_of(programme, account_id)
    if trial is None or trial.asked_at <= kit().clock() - TRIAL_KEPT:
        return None
    sentence = kit().vault.open_for_house(trial.sealed, PLACE)
    job = jobs.latest_job(programme.organisation_id, JobKind.TRY_SIGNALS, trial.id)
    return TrialSeen(
        sentence=sentence, language=trial.language,
        heard=[
            Heard(
                kind=one["kind"], score=one["score"], is_loud=opens_a_case(one["score"]),
                words=[sentence[start:end] for start, end in one["places"]],
            )
            for one in trial.found
        ],
        is_stuck=trial.language is None and (job is None or job.state in (JobState.PARKED, JobState.STOPPED)),
    )  # fmt: skip


def sweep_trials() -> int:
    """Delete the sentences that were tried more than a day ago."""
    with act(WORKER):
        return queries.forget_trials(before=kit().clock() - TRIAL_KEPT)
