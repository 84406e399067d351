"""A changed past shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from storyapp.rules.audit_chain import (
    START,
    AuditEvent,
    ChainedEvent,
    KeptLinks,
    Link,
    canonical_bytes,
    chain_hash,
    first_break,
    kept_links,
)
from storyapp.rules.errors import RuleBroken

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def an_event(sequence=1, **values):
    return AuditEvent(**({"organisation_id": 1, "sequence": sequence, "act": "story.read", "at": AT} | values))


def a_chain(n=4):
    chain, previous = [], START
    for sequence in range(1, n + 1):
        event = an_event(sequence, subject="story", subject_id=sequence)
        previous = chain_hash(previous, event)
        chain.append(ChainedEvent(event=event, hash=previous))
    return chain


def changed(chain, index, **values):
    return [*chain[:index], replace(chain[index], event=replace(chain[index].event, **values)), *chain[index + 1 :]]


def test_a_whole_chain_holds():
    assert first_break(a_chain()) is None


def test_an_empty_chain_holds():
    assert first_break([]) is None


@pytest.mark.parametrize(
    ("spoil", "sequence"),
    [
        (lambda chain: changed(chain, 1, actor_id=9), 2),
        (lambda chain: changed(chain, 0, at=AT + timedelta(hours=1)), 1),
        (lambda chain: changed(chain, 3, facts={"reason": "Some words"}), 4),
        (lambda chain: chain[:1] + chain[2:], 2),
        (lambda chain: [*chain[:2], chain[1], *chain[2:]], 3),
        (lambda chain: [chain[1], chain[0], *chain[2:]], 1),
        (lambda chain: [*chain[:2], replace(chain[2], hash="f" * 64), chain[3]], 3),
    ],
    ids=["another actor", "another time", "words added", "one left out", "one doubled", "two swapped", "hash changed"],
)
def test_where_a_spoilt_chain_breaks(spoil, sequence):
    assert first_break(spoil(a_chain())) == sequence


def test_a_chain_may_be_checked_from_the_middle():
    chain = a_chain()

    assert first_break(chain[2:], previous=chain[1].hash, first_sequence=3) is None


def test_the_same_event_gives_the_same_bytes_in_any_time_zone_and_order():
    moscow = AT.astimezone(timezone(timedelta(hours=3))).replace(microsecond=77)
    first = an_event(facts={"a": 1, "b": "x"})
    second = an_event(facts={"b": "x", "a": 1}, at=moscow)

    assert canonical_bytes(first) == canonical_bytes(second)


def test_the_bytes_are_pinned():
    assert canonical_bytes(an_event(facts={"n": 2})) == (
        b'{"act":"story.read","actor":null,"at":"2026-03-01T12:00:00+00:00","facts":{"n":2},'
        b'"organisation":1,"sequence":1,"subject":"","subject_id":null}'
    )


@pytest.mark.parametrize(
    "values",
    [{"act": "Read a story"}, {"facts": {"why": "Маша просила"}}, {"facts": {"two words": 1}}, {"subject": "a b"}],
    ids=["act in words", "fact in words", "key in words", "subject in words"],
)
def test_words_do_not_enter_the_log(values):
    with pytest.raises(RuleBroken, match=r"audit\.not-a-code"):
        canonical_bytes(an_event(**values))


def a_link(sequence, kept="a", organisation_id=1, **values):
    return Link(organisation_id=organisation_id, sequence=sequence, hash=kept * 64, **values)


@pytest.mark.parametrize(
    ("links", "kept"),
    [
        ([], KeptLinks(hashes={})),
        ([a_link(2), a_link(1)], KeptLinks(hashes={1: "a" * 64, 2: "a" * 64})),
        ([a_link(1), a_link(1, organisation_id=2)], KeptLinks(hashes={1: "a" * 64})),
        ([a_link(1), a_link(1, "b")], KeptLinks(hashes={1: "a" * 64})),
        (
            [a_link(1), a_link(2), a_link(1, is_restored=True), a_link(2, "b")],
            KeptLinks(hashes={1: "a" * 64, 2: "b" * 64}, restored_to=(1,)),
        ),
        ([a_link(3), a_link(0, is_restored=True)], KeptLinks(hashes={}, restored_to=(0,))),
    ],
    ids=["nothing", "two processes", "another's", "added later", "a backup brought back", "an empty one brought back"],
)
def test_which_links_kept_apart_count(links, kept):
    assert kept_links(links, 1) == kept
