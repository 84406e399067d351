"""Memos: what coders think of a theme, or of words that it is put on; kept with who thought it, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyapp.data.db import db
from storyapp.data.queries import coding, findings
from storyapp.data.queries import memos as queries
from storyapp.data.tables.memos import Memo
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.coding import LONGEST_MEMO, standing_evidence, working_text
from storyapp.rules.errors import RuleBroken
from storyapp.rules.quotes import carried_over
from storyapp.rules.tags import decided_state
from storyapp.services.tagging import Coder
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class About:
    """What a memo is about: a theme, a theme on a story, or words there (from, to) in a version of the text."""

    theme_id: int
    public_id: str = ""
    span: tuple[int, int] | None = None
    text_version: int = 0


@dataclass(frozen=True, kw_only=True)
class MemoSeen:
    """A memo on a page; `words` are those it is about, as they stand in the present text."""

    memo: Memo
    theme: Theme
    story: Story | None
    words: str
    words_are_gone: bool  # the text was changed since
    author: str
    is_own: bool


def write_memo(programme_id: int, about: About, text: str, coder: Coder) -> bool:
    """Keep a memo; False where there is no such theme, or the theme is not on that story."""
    if not text.strip():
        raise RuleBroken("memo.empty")
    if len(text) > LONGEST_MEMO:
        raise RuleBroken("memo.too-long", longest=LONGEST_MEMO)
    decided_state(confirmed=True, coder=coder.kind)  # the model thinks nothing
    with act(account_actor(coder.account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        if coding.theme_of(programme, about.theme_id) is None:
            return False
        story = coding.story_to_code(programme, about.public_id) if about.public_id else None
        if about.public_id and (story is None or not _is_on(story, about)):
            return False
        start, end = about.span or (None, None)
        db.session.add(
            Memo(
                organisation_id=programme.organisation_id, programme_id=programme.id, theme_id=about.theme_id,
                story_id=story.id if story is not None else None, start=start, end=end,
                text_version=about.text_version if about.span else None, text=text.strip(),
                author_id=coder.account_id, written_as=coder.kind, written_at=kit().clock(),
            )
        )  # fmt: skip
        doing.note(programme.organisation_id, "memo.written", _subject(about.theme_id, story))
    return True


def take_back(programme_id: int, memo_id: int, account_id: int) -> bool:
    """Take a memo of one's own away; False where there is none such."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        found = queries.own_memo(programme, memo_id, account_id)
        if found is None:
            return False
        memo, story = found
        subject = _subject(memo.theme_id, story)
        db.session.delete(memo)
        doing.note(programme.organisation_id, "memo.taken-back", subject)
    return True


def memos_of_theme(programme: Programme, theme_id: int, *, account_id: int) -> list[MemoSeen]:
    """Return the memos on a theme and on its stories, the newest first."""
    return _seen(programme, queries.memos_of_theme(programme, theme_id), account_id)


def memos_of_story(programme: Programme, story: Story, *, account_id: int) -> list[MemoSeen]:
    """Return the memos on the themes of a story, the newest first."""
    return _seen(programme, queries.memos_of_story(programme, story.id), account_id)


def n_memos(programme: Programme) -> dict[int, int]:
    """Count memos by theme."""
    return queries.n_memos(programme)


def carry_over(story: Story, old: str) -> None:
    """Follow the words that memos are about into the text that a reader has just confirmed; call inside that act."""
    new = working_text(story.happened, story.matters)
    for memo in queries.memos_at_places(story.id):
        if memo.start is None or memo.end is None or memo.text_version != story.text_version - 1:
            continue
        place = carried_over(old, new, memo.start, memo.end)
        if place is not None:
            (memo.start, memo.end), memo.text_version = place, story.text_version


def _is_on(story: Story, about: About) -> bool:
    """Tell whether the theme is on the story, and the words are among those that it rests on there."""
    tag = findings.tag_on(story.id, about.theme_id)
    if tag is None or about.span is None:
        return tag is not None
    if about.text_version != story.text_version:
        raise RuleBroken("basket.text-changed")
    return about.span in standing_evidence(working_text(story.happened, story.matters), tag.evidence)


def _seen(
    programme: Programme, rows: Sequence[tuple[Memo, Story | None, str]], account_id: int
) -> list[MemoSeen]:  # fmt: skip
    themes = {theme.id: theme for theme in coding.themes_of(programme)} if rows else {}
    return [
        MemoSeen(
            memo=memo, theme=themes[memo.theme_id], story=story, words=(words := _words(memo, story)),
            words_are_gone=memo.start is not None and not words, author=author, is_own=memo.author_id == account_id,
        )
        for memo, story, author in rows
    ]  # fmt: skip


def _words(memo: Memo, story: Story | None) -> str:
    if story is None or memo.start is None or memo.text_version != story.text_version:
        return ""
    return working_text(story.happened, story.matters)[memo.start : memo.end]


def _subject(theme_id: int, story: Story | None) -> str:
    return f"story:{story.public_id}" if story is not None else f"theme:{theme_id}"
