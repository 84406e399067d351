"""Changes that nobody planned: a worker groups what no result and no theme explains; people look at the groups."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import analyses
from storyapp.data.queries import unplanned as queries
from storyapp.data.queries.unplanned import Standing
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.data.tables.unplanned import GroupedStory, Proposal, UnplannedGroup
from storyapp.gateways import nlp
from storyapp.gateways.kit import kit
from storyapp.gateways.nlp import GroupFound
from storyapp.rules.coding import sentence_around, standing_evidence, working_text
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.stories import Direction
from storyapp.rules.unplanned import LEAST_LEFT, MOST_QUOTES, GroupState, is_known, takes_part, without
from storyapp.services import jobs
from storyapp.services.analysing import library_of
from storyapp.services.jobs import Ticket
from storyapp.services.quote_basket import Sentence
from storyapp.services.transaction import WORKER, account_actor, act

FEWEST_WORDS = 5


@dataclass(frozen=True, kw_only=True)
class Searched:
    """One story as it takes part: its text with what is explained left blank."""

    story_id: int
    text_version: int
    language: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A story of a group with the sentence that shows it; none where the text was changed since."""

    story: Story
    sentences: Sequence[Sentence]


@dataclass(frozen=True, kw_only=True)
class ProposalSeen:
    """What was proposed of a group, who put it forward, and who decided about it."""

    proposal: Proposal
    by: str
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class GroupSeen:
    """A group as people see it: only stories that may be read now."""

    group: UnplannedGroup
    stories: Sequence[Shown]  # the most typical first, the most distant last
    directions: Mapping[Direction | None, int]
    proposals: Sequence[ProposalSeen] = ()  # the newest first

    @property
    def proposal(self) -> ProposalSeen | None:
        """Return what was proposed last, if anything was."""
        return next(iter(self.proposals), None)

    @property
    def quotes(self) -> list[Shown]:
        """Return the stories whose sentences speak for the group."""
        return [one for one in self.stories if one.sentences][:MOST_QUOTES]


@dataclass(frozen=True, kw_only=True)
class Board:
    """What was found, what people made of it, and how the search stands."""

    is_on: bool
    groups: Sequence[GroupSeen]
    put_aside: Sequence[GroupSeen]
    proposed: Sequence[GroupSeen]
    accepted: Sequence[GroupSeen]
    refused: Sequence[GroupSeen]
    job: Job | None
    n_outside: Mapping[str, int]  # stories that nothing explains, by language
    least: int

    @property
    def is_searching(self) -> bool:
        """Tell whether a search is under way."""
        return self.job is not None and self.job.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def is_stuck(self) -> bool:
        """Tell whether the last search failed three times."""
        return self.job is not None and self.job.state is JobState.PARKED

    @property
    def has_enough(self) -> bool:
        """Tell whether whole stories of one language are many enough to be grouped."""
        return any(n >= self.least for n in self.n_outside.values())


def ask_for_groups(programme: Programme, *, period_ids: Collection[int], with_sentences: bool, account_id: int) -> None:
    """Ask for a search, unless one is under way; what it finds replaces the groups that nobody has decided about."""
    if not programme.is_analysed:
        raise RuleBroken("module.switched-off")
    organisation_id, programme_id = programme.organisation_id, programme.id
    with act(account_actor(account_id)) as doing:
        last = jobs.latest_job(organisation_id, JobKind.DISCOVER, programme_id)
        if last is not None and last.state in (JobState.QUEUED, JobState.RUNNING):
            return
        options = {"period_ids": sorted(period_ids), "with_sentences": with_sentences}
        doing.ask(organisation_id, JobKind.DISCOVER, programme_id, **options)
        doing.note(organisation_id, "unplanned.search-asked", f"programme:{programme_id}")


def stop_search(programme: Programme, *, account_id: int) -> None:
    """Ask the search that is under way to stop; the groups stay as they were."""
    job = jobs.latest_job(programme.organisation_id, JobKind.DISCOVER, programme.id)
    if job is not None:
        jobs.ask_to_stop(programme.organisation_id, job.id, account_id=account_id)


def discover(ticket: Ticket) -> None:
    """Group what is not explained; `subject_id` is the programme, options are periods and whether sentences count."""
    programme, library = db.session.get(Programme, ticket.subject_id), library_of(ticket.subject_id)
    if programme is None or library is None or not programme.is_analysed:
        return
    searched = _searched(programme, ticket.options.get("period_ids", ()), bool(ticket.options.get("with_sentences")))
    db.session.rollback()  # nothing is locked while the module reads
    ticket.progress(0, len(searched))
    texts = {one.story_id: (one.text, one.language) for one in searched}
    groups = kit().module.groups_in(texts, codebook=library.codebook)
    ticket.progress(len(searched), len(searched))
    _write(ticket.subject_id, groups, {one.story_id: one.text_version for one in searched}, library.codebook.engine)


def board_of(programme: Programme) -> Board:
    """Return the groups of a programme, as far as three stories of each may still be read."""
    members, proposals = queries.members_of(programme), queries.proposals_of(programme)
    seen = [
        _seen(group, members.get(group.id, []), proposals.get(group.id, ())) for group in queries.groups_of(programme)
    ]
    by_state = {
        state: [one for one in seen if one.group.state is state and len(one.stories) >= LEAST_LEFT]
        for state in GroupState
    }
    return Board(
        is_on=programme.is_analysed, groups=by_state[GroupState.OPEN], put_aside=by_state[GroupState.PUT_ASIDE],
        proposed=by_state[GroupState.PROPOSED], accepted=by_state[GroupState.ACCEPTED],
        refused=by_state[GroupState.REFUSED],
        job=jobs.latest_job(programme.organisation_id, JobKind.DISCOVER, programme.id),
        n_outside=_n_outside(programme), least=nlp.LEAST_TO_GROUP,
    )  # fmt: skip


def group_seen(programme: Programme, group_id: int) -> GroupSeen | None:
    """Return one group, or None where it is not there or too few of its stories may be read."""
    group = queries.group_of(programme, group_id)
    if group is None:
        return None
    proposals = queries.proposals_of(programme, group_id).get(group_id, ())
    seen = _seen(group, queries.members_of(programme, group_id).get(group_id, []), proposals)
    return seen if len(seen.stories) >= LEAST_LEFT else None


def evidence_now(member: GroupedStory, story: Story) -> list[dict[str, Any]]:
    """Return the evidence of a story of a group with its words; nothing where the text was changed since."""
    if member.text_version != story.text_version:
        return []
    text = working_text(story.happened, story.matters)
    return [{**place, "text": text[place["start"] : place["end"]]} for place in member.evidence]


def _searched(programme: Programme, period_ids: Collection[int], with_sentences: bool) -> list[Searched]:
    standing, marked = queries.standing_codes(programme), queries.marked_unplanned(programme)
    found = []
    for story in queries.stories_of_periods(programme, period_ids):
        codes = standing.get(story.id, Standing())
        text = working_text(story.happened, story.matters)
        if not _is_outside(codes, story.id in marked):
            text = _unexplained(text, codes) if with_sentences else ""
        if len(text.split()) >= FEWEST_WORDS:
            found.append(
                Searched(story_id=story.id, text_version=story.text_version, language=story.language, text=text)
            )
    return found


def _is_outside(codes: Standing, is_unplanned: bool) -> bool:
    return takes_part(has_result=bool(codes.results), has_theme=bool(codes.themes), is_unplanned=is_unplanned)


def _unexplained(text: str, codes: Standing) -> str:
    """Leave the sentences in which nothing stands; a code without words stands for the whole story."""
    evidence = [*codes.themes, *codes.results]
    if not all(evidence):
        return ""
    places = [place for one in evidence for place in standing_evidence(text, one)]
    return without(text, [sentence_around(text, start, end) for start, end in places])


def _write(programme_id: int, groups: Sequence[GroupFound], versions: Mapping[int, int], engine: str) -> None:
    """Replace the open groups in one transaction; what somebody has decided about does not come back."""
    with act(WORKER) as doing:
        programme = db.session.get_one(Programme, programme_id)
        now, decided = queries.still_may_be_grouped(programme), queries.decided_story_sets(programme)
        queries.forget_open_groups(programme)
        for found in groups:
            ids = [story_id for story_id in found.evidence if now.get(story_id) == versions[story_id]]
            if len(ids) >= LEAST_LEFT and not is_known(ids, decided):
                _keep(programme, found, ids, versions, engine)
        doing.note(programme.organisation_id, "unplanned.grouped", f"programme:{programme_id}")


def _keep(
    programme: Programme, found: GroupFound, ids: Sequence[int], versions: Mapping[int, int], engine: str
) -> None:
    group = UnplannedGroup(
        organisation_id=programme.organisation_id, programme_id=programme.id, language=found.language,
        label=found.label, phrases=list(found.phrases), novelty=min(1.0, max(0.0, found.novelty)), engine=engine,
        found_at=kit().clock(), n_stories=len(ids),
    )  # fmt: skip
    db.session.add(group)
    db.session.flush()
    rows = [
        {
            "group_id": group.id, "story_id": story_id, "nearness": nearness, "text_version": versions[story_id],
            "evidence": [{"start": found.evidence[story_id][0], "end": found.evidence[story_id][1]}],
        }
        for nearness, story_id in enumerate(ids)
    ]  # fmt: skip
    analyses.add_rows(GroupedStory, rows)


def _n_outside(programme: Programme) -> dict[str, int]:
    standing, marked = queries.standing_codes(programme), queries.marked_unplanned(programme)
    counts = Counter(
        language
        for story_id, language in queries.languages(programme)
        if _is_outside(standing.get(story_id, Standing()), story_id in marked)
    )
    return {language: counts[language] for language in sorted(counts)}


def _seen(
    group: UnplannedGroup,
    members: Sequence[tuple[GroupedStory, Story]],
    proposals: Sequence[tuple[Proposal, str, str]] = (),
) -> GroupSeen:
    shown = [
        Shown(story=story, sentences=[Sentence(**piece) for piece in evidence_now(member, story)])
        for member, story in members
    ]
    counts: Counter[Direction | None] = Counter(story.direction for _, story in members)
    return GroupSeen(
        group=group, stories=shown, directions={way: counts[way] for way in [*Direction, None] if counts[way]},
        proposals=[ProposalSeen(proposal=one, by=by, decided_by=decided) for one, by, decided in proposals],
    )  # fmt: skip
