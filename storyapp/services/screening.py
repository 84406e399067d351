"""A reader covers what tells who somebody is, and confirms the text that others will read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from storyapp.data.db import db
from storyapp.data.queries import analyses, stories
from storyapp.data.tables.coding import Analysis, MaskSuggestion
from storyapp.data.tables.consenting import TextApproval, TextEdit
from storyapp.data.tables.programmes import Domain, Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.coding import working_text
from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_plan import STORY_LANGUAGES
from storyapp.rules.jobs import JobKind
from storyapp.rules.masking import Mask, apply_masks, cover_words, stands_covered
from storyapp.rules.objections import is_answered_only
from storyapp.rules.stories import Others, StoryState, check_screening, check_story
from storyapp.rules.unread import WhyUnread, why_unread
from storyapp.rules.wording import LANGUAGES
from storyapp.services import (
    attachments,
    learned,
    memos,
    messages_to_tellers,
    quote_basket,
    reading,
    rewording,
    sealing,
    submission,
)
from storyapp.services.rewording import Changed
from storyapp.services.transaction import Act, account_actor, act


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The parts of a story that people read."""

    title: str = ""
    happened: str = ""
    matters: str = ""
    considered: tuple[str, ...] = ()
    made_up_name: str = ""

    @property
    def all_words(self) -> str:
        """Return every word of the story itself."""
        return "\n\n".join((self.title, self.happened, self.matters, *self.considered))

    @property
    def every_part(self) -> tuple[str, ...]:
        """Return each part by itself, the made-up name too."""
        return (self.title, self.happened, self.matters, "\n".join(self.considered), self.made_up_name)


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """What the language module suggests to cover: which words, of what kind, in which places."""

    id: int
    kind: str
    words: str
    replacement: str
    masks: tuple[Mask, ...]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What lies before a reader: the text, and what might have to be covered."""

    story: Story
    texts: Texts
    suggestions: tuple[Suggested, ...]
    language: str  # in which the text seems to be
    is_again: bool  # a working text stands already; the original stays shut
    told_version: int  # of the original that lies here
    changed: Changed | None  # by the teller since sending
    is_read_by_module: bool
    why_unread: WhyUnread | None  # the module has tried
    is_foreign: bool  # in a language that the module does not know: no names and no signs of danger were looked for
    alike: str  # public id of a confirmed story that says nearly the same, or nothing
    n_waiting: int

    @property
    def whole(self) -> str:
        """Return the text in which masks are counted."""
        return sealing.full_text(vars(self.texts))


def part_of(texts: Texts, name: str) -> tuple[int, int]:
    """Return where a part of the text lies in the whole in which masks are counted."""
    happened, matters = len(texts.happened), len(texts.matters)
    start = {"happened": 0, "matters": happened + 2, "title": happened + matters + 4}[name]
    return start, start + len(getattr(texts, name))


def desk(programme: Programme, public_id: str, *, account_id: int) -> Desk | None:
    """Lay a story on the reader's desk: the original before the first screening, the working text after it."""
    story = stories.story_by_public_id(programme, public_id)
    if story is None:
        return None
    check_screening(story.state)
    is_again = story.text_version > 0 and story.reworded_on is None
    reading.note_once_a_day(
        programme, account_id, "story.read" if is_again else "story.screening-read", f"story:{public_id}"
    )
    story = stories.story_by_public_id(programme, public_id)
    if story is None:
        return None
    texts = _working(story) if is_again else _original(story)
    told_version, analysis = reading.newest_version(story.id), db.session.get(Analysis, (story.id, "original"))
    if not is_again and analysis is not None and analysis.text_version != told_version:
        analysis = None  # it is of words that the teller has changed since
    suggestions = () if is_again or analysis is None else _suggestions(story, texts)
    why = why_unread(analysis.engine) if analysis is not None else None
    language = analysis.language if analysis is not None and analysis.language in LANGUAGES else story.language
    return Desk(
        story=story, texts=texts, suggestions=suggestions, is_again=is_again, told_version=told_version,
        changed=None if is_again else rewording.changed(story),
        is_read_by_module=analysis is not None and why is None, why_unread=why,
        is_foreign=analysis is not None and why is None and analysis.language not in LANGUAGES,
        alike=analyses.alike(story.id) if analysis is not None and analysis.alike_id is not None else "",
        language=story.language if is_again else language, n_waiting=stories.n_to_screen(programme),
    )  # fmt: skip


def masked(texts: Texts, suggestions: Sequence[Suggested], replacements: dict[int, str]) -> Texts:
    """Lay the accepted masks (id → replacement) over a text.

    The words of a mask are also covered in the list of other changes, where the module did not look.
    """
    accepted = [suggestion for suggestion in suggestions if suggestion.id in replacements]
    masks = [Mask(start=m.start, end=m.end, replacement=replacements[s.id]) for s in accepted for m in s.masks]
    happened, matters, title = (
        apply_masks(getattr(texts, name), _moved(masks, -part_of(texts, name)[0]))
        for name in ("happened", "matters", "title")
    )
    considered = texts.considered
    for suggestion in accepted:
        considered = tuple(cover_words(line, suggestion.words, replacements[suggestion.id]) for line in considered)
    return replace(texts, title=title, happened=happened, matters=matters, considered=considered)


def covered(texts: Texts, words: str, replacement: str) -> Texts:
    """Cover all occurrences of typed words in every part."""
    return replace(
        texts, title=cover_words(texts.title, words, replacement),
        happened=cover_words(texts.happened, words, replacement),
        matters=cover_words(texts.matters, words, replacement),
        considered=tuple(cover_words(line, words, replacement) for line in texts.considered),
    )  # fmt: skip


def confirm_working_text(
    programme: Programme, public_id: str, texts: Texts, *, account_id: int, seen_version: int, language: str,
    domain_id: int | None, told_version: int | None = None, others: Others | None = None, answer: str = "",
) -> bool:  # fmt: skip
    """Write the text that others will read; a new version each time. The module then reads it for themes.

    What the screener says of other people in the text is noted beside the act. A text that its teller objected to is
    changed, or `answer` says why not: then no text is written, and it rests until the teller agrees.
    Returns whether a new text stands.
    Raises RuleBroken("story.changed-meanwhile") where somebody else was faster.
    """
    check_story(happened=texts.happened, matters=texts.matters)
    with act(account_actor(account_id)) as doing:
        story = stories.story_by_public_id(programme, public_id)
        if story is None:
            raise RuleBroken("story.withdrawn")
        check_screening(story.state)
        if story.text_version != seen_version or told_version not in (None, reading.newest_version(story.id)):
            raise RuleBroken("story.changed-meanwhile")
        is_again = story.text_version > 0 and story.reworded_on is None
        texts_before = _working(story) if is_again else _original(story)
        if stands_covered(texts.made_up_name, before=texts_before.all_words, after=texts.all_words):
            raise RuleBroken("story.name-was-covered")
        if story.text_objected_on is not None and is_answered_only(
            _working(story).every_part, texts.every_part, answer=answer
        ):
            _answer_objection(doing, story, answer, account_id=account_id)
            return False
        story.domain_id = _domain_id(programme, domain_id)
        story.made_up_name = texts.made_up_name
        story.considered = [line for line in texts.considered if line]
        story.language = language if language in STORY_LANGUAGES else story.language
        story.text_objected_on = story.objection_answered_on = story.reworded_on = None
        story.state = StoryState.SCREENED
        db.session.execute(delete(TextEdit).where(TextEdit.story_id == story.id))  # it may show what is covered now
        put_in_place(doing, story, texts, account_id=account_id)
        if not is_again:
            story.screened_on = kit().clock().date()  # the teller sees when these words were first read
        reason = f"OTHERS_{others.name}" if others else ""
        doing.note(story.organisation_id, "story.screened", f"story:{story.public_id}", reason=reason)
        return True


def _answer_objection(doing: Act, story: Story, answer: str, *, account_id: int) -> None:
    """Lay under the code why the text may stay; the teller has the last word."""
    messages_to_tellers.add_reply(story, answer, account_id=account_id)
    story.objection_answered_on = kit().clock().date()
    doing.note(story.organisation_id, "story.objection-answered", f"story:{story.public_id}")


def put_in_place(doing: Act, story: Story, texts: Texts, *, account_id: int | None) -> None:
    """Let a text be what others read, as a new version; what hangs on places in it follows, and it is read anew."""
    before = working_text(story.happened, story.matters)
    story.title, story.happened, story.matters = texts.title, texts.happened, texts.matters
    story.n_words = submission.count_words(texts.happened, texts.matters)
    story.text_version += 1
    story.screened_by_id, story.screened_on = account_id, story.screened_on or kit().clock().date()
    quote_basket.carry_over(story, before)
    memos.carry_over(story, before)
    _forget_covered_words(story)
    learned.forget_made_from(doing, story)  # a later reading may have covered a name that was learned
    doing.ask(story.organisation_id, JobKind.ANALYSE_STORY, story.id, stage="working")


def approve_text(programme: Programme, public_id: str, *, seen_version: int, account_id: int) -> None:
    """Say as a second person that nobody can be recognised in this version of the text; then it may be published."""
    with act(account_actor(account_id)) as doing:
        story = stories.story_by_public_id(programme, public_id)
        if story is None or story.state is not StoryState.SCREENED:
            raise RuleBroken("story.withdrawn")
        if story.screened_by_id == account_id:
            raise RuleBroken("story.second-person-needed")
        rests = story.text_objected_on is not None or story.reworded_on is not None
        if story.text_version != seen_version or rests:
            raise RuleBroken("story.changed-meanwhile")
        if attachments.has_unheard_voice(story):
            raise RuleBroken("story.voice-unheard")
        story.approved_version, today = story.text_version, kit().clock().date()
        db.session.merge(
            TextApproval(story_id=story.id, text_version=story.text_version, account_id=account_id, approved_on=today)
        )
        doing.note(story.organisation_id, "story.text-approved", f"story:{story.public_id}")


def is_for_outside(story: Story) -> bool:
    """Tell whether a round with readers from outside, planned or open, could take this story."""
    return db.session.scalar(select(Story.id).where(Story.id == story.id, stories.is_for_outside())) is not None


def next_to_approve(programme: Programme, *, account_id: int) -> Story | None:
    """Return the next story that waits for this person as the second one."""
    return db.session.scalar(stories.to_approve(programme, account_id=account_id).limit(1))


def n_to_approve(programme: Programme, *, account_id: int) -> int:
    """Count the stories that wait for this person as the second one, to a thousand and one."""
    query = stories.to_approve(programme, account_id=account_id)
    return stories.bounded_count(query.order_by(None).with_only_columns(Story.id))


def _forget_covered_words(story: Story) -> None:
    """Take words out of the evidence of codes that no longer stand in the text: they may have been covered since."""
    text = working_text(story.happened, story.matters)
    for code in analyses.codes_of(story.id):
        standing = [one for one in code.evidence if one["text"] in text]
        if len(standing) < len(code.evidence):
            code.evidence = standing


def next_story(programme: Programme, *, after: str = "") -> Story | None:
    """Return the next story that waits for a reader."""
    story = stories.story_by_public_id(programme, after) if after else None
    return stories.next_to_screen(programme, after_id=story.id if story is not None else 0)


def _original(story: Story) -> Texts:
    original = reading.newest_original(story.id)
    return Texts(
        title=original.get("title", ""), happened=original.get("happened", ""), matters=original.get("matters", ""),
        considered=tuple(original.get("considered", ())), made_up_name=original.get("pseudonym", ""),
    )  # fmt: skip


def _working(story: Story) -> Texts:
    return Texts(
        title=story.title, happened=story.happened, matters=story.matters, considered=tuple(story.considered),
        made_up_name=story.made_up_name,
    )  # fmt: skip


def _suggestions(story: Story, texts: Texts) -> tuple[Suggested, ...]:
    """Return suggestions in order of the text; the same words of the same kind are one suggestion."""
    whole = sealing.full_text(vars(texts))
    alike: dict[tuple[str, str, str], list[MaskSuggestion]] = {}
    for row in stories.mask_suggestions(story.id):
        if 0 <= row.start < row.end <= len(whole):
            alike.setdefault((whole[row.start : row.end], row.kind, row.replacement), []).append(row)
    return tuple(
        Suggested(
            id=rows[0].id, kind=kind, words=words, replacement=replacement,
            masks=tuple(Mask(start=row.start, end=row.end, replacement=replacement) for row in rows),
        )
        for (words, kind, replacement), rows in alike.items()
    )  # fmt: skip


def _moved(masks: Sequence[Mask], by: int) -> list[Mask]:
    return [Mask(start=mask.start + by, end=mask.end + by, replacement=mask.replacement) for mask in masks]


def _domain_id(programme: Programme, domain_id: int | None) -> int | None:
    domain = db.session.get(Domain, domain_id) if domain_id is not None else None
    return domain.id if domain is not None and domain.programme_id == programme.id else None
