"""A programme's codebook, stories and decisions as the plain values of a coded project."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from storyapp.data.queries import coding
from storyapp.data.queries import exchange as queries
from storyapp.data.queries.exchange import Decided
from storyapp.data.tables.memos import Memo
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.programmes import Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.rules.coded_project import CodedBy, CodedProject, CodedText, CodeEntry, Coding, ProjectNote, own_name
from storyapp.rules.coding import standing_evidence, working_text
from storyapp.rules.disclosure import threshold, youngest_of
from storyapp.rules.results import LinkDirection
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

ORIGIN = "Storyapp"
COLOURS = ("#332288", "#117733", "#aa4499", "#77751a", "#c0525f", "#2680a8", "#882255", "#26857a")
NONE, THEMES, RESULTS = "no-result", "themes", "results"
VARIABLES = {
    "period": mark("Period"), "domain": mark("Domain"), "direction": mark("Which way it went"),
    "role": mark("Who tells"), "age": mark("Age"), "language": mark("Language"),
}  # fmt: skip
SOMEBODY = "somebody"


def codebook_of(programme: Programme, *, made_at: datetime) -> CodedProject:
    """Return the codes alone."""
    return CodedProject(
        key=_key(programme), name=programme.name.say(language()), origin=ORIGIN, made_at=made_at,
        codes=_codes(programme, {}),
    )  # fmt: skip


def project_of(programme: Programme, issued: IssuedReport) -> CodedProject:
    """Return the stories of an issued file that may still go, with what people have decided on them."""
    stories = queries.stories_to_go(programme, issued.id)
    decided = queries.decided_on(programme, issued.id)
    memos = [*queries.memos_of_codes(programme), *decided.memos]
    notes_on: dict[int, list[str]] = defaultdict(list)
    for memo in memos:
        if memo.story_id is None:
            notes_on[memo.theme_id].append(_memo(memo))
    by_story = _Standing(decided, stories)
    people = _people(decided, memos)
    return CodedProject(
        key=_key(programme), name=programme.name.say(language()), origin=ORIGIN, made_at=issued.requested_at,
        people=people, codes=_codes(programme, notes_on),
        variables=tuple((f"variable:{key}", say(words)) for key, words in VARIABLES.items()),
        texts=tuple(_texts(programme, stories, by_story)), notes=tuple(_notes(programme, memos, decided)),
    )  # fmt: skip


class _Standing:
    """What stands on each story, gathered once."""

    def __init__(self, decided: Decided, stories: Sequence[Story]) -> None:
        self.texts = {story.id: working_text(story.happened, story.matters) for story in stories}
        self.places: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self.codings: dict[int, list[Coding]] = defaultdict(list)
        self.notes: dict[int, list[str]] = defaultdict(list)
        words_of = _by_place(decided.memos, self.notes)
        for one in decided.together:
            self.notes[one.story_id].append(f"together:{one.id}")
        for tag in decided.tags:
            self._put(tag, f"tag:{tag.id}", f"theme:{tag.theme_id}", words_of.get((tag.story_id, tag.theme_id), {}))
            self.places[tag.story_id, tag.theme_id] = self._places(tag.story_id, tag.evidence)
        for link in decided.links:
            self._put(link, f"link:{link.id}", f"result:{link.result_id}:{link.direction.value}", {})
        for mark_of_all in decided.without_result:
            self._add(
                mark_of_all.story_id, f"none:{mark_of_all.story_id}", NONE, mark_of_all.decided_by_id,
                mark_of_all.decided_at, self._places(mark_of_all.story_id, []), {},
            )  # fmt: skip
        for step in decided.seconds:
            places = self.places.get((step.story_id, step.theme_id or 0))
            if places is not None:  # where both say that it fits; what only the second reader says stands nowhere
                self._add(step.story_id, f"second:{step.id}", f"theme:{step.theme_id}", step.account_id, step.made_at, places, {})  # fmt: skip

    def _put(self, row: object, key: str, code: str, notes: Mapping[tuple[int, int], list[str]]) -> None:
        story_id, evidence = row.story_id, row.evidence  # type: ignore[attr-defined]
        by, at = row.decided_by_id, row.decided_at  # type: ignore[attr-defined]
        self._add(story_id, key, code, by, at, self._places(story_id, evidence), notes)

    def _places(self, story_id: int, evidence: Sequence[dict[str, object]]) -> list[tuple[int, int]]:
        """Return where a code stands; without words of its own it stands on the whole story."""
        text = self.texts[story_id]
        return sorted(set(standing_evidence(text, evidence))) or [(0, len(text.rstrip()))]

    def _add(
        self, story_id: int, key: str, code: str, by: int | None, at: datetime | None,
        places: Sequence[tuple[int, int]], notes: Mapping[tuple[int, int], list[str]],
    ) -> None:  # fmt: skip
        self.codings[story_id] += [
            Coding(
                key=f"{key}:{n}", code=code, by=_person(by), at=at, start=start, end=end,
                notes=tuple(notes.get((start, end), ())),
            )
            for n, (start, end) in enumerate(places)
        ]  # fmt: skip


def _by_place(
    memos: Sequence[Memo], whole: dict[int, list[str]]
) -> dict[tuple[int, int], dict[tuple[int, int], list[str]]]:
    """Return memos by story and theme and by the words they are about; the others are kept with the whole story."""
    found: dict[tuple[int, int], dict[tuple[int, int], list[str]]] = defaultdict(lambda: defaultdict(list))
    for memo in memos:
        if memo.story_id is not None and memo.start is not None and memo.end is not None:
            found[memo.story_id, memo.theme_id][memo.start, memo.end].append(_memo(memo))
        elif memo.story_id is not None:
            whole[memo.story_id].append(_memo(memo))
    return found


def _codes(programme: Programme, notes_on: Mapping[int, Sequence[str]]) -> tuple[CodeEntry, ...]:
    taken: set[str] = set()

    def named(wanted: str) -> str:
        name = own_name(wanted, taken)
        taken.add(name)
        return name

    tops = [say("Themes"), say("Results")]
    taken |= set(tops)
    themes, results = coding.themes_of(programme), coding.results_of(programme)
    under: dict[int | None, list[Theme]] = defaultdict(list)
    ids = {theme.id for theme in themes}
    for theme in themes:
        under[theme.parent_id if theme.parent_id in ids else None].append(theme)
    colours = {theme.id: COLOURS[n % len(COLOURS)] for n, theme in enumerate(themes)}

    def theme_entry(theme: Theme) -> CodeEntry:
        return CodeEntry(
            key=f"theme:{theme.id}", name=named(theme.name.say(language())),
            description=theme.description.say(language()), colour=colours[theme.id],
            under=tuple(theme_entry(below) for below in under.get(theme.id, ())),
            notes=tuple(notes_on.get(theme.id, ())),
        )  # fmt: skip

    of_themes = tuple(theme_entry(theme) for theme in under[None])
    of_results = (
        *(_result_entry(result, named) for result in results),
        CodeEntry(key=NONE, name=named(say("Fits no result"))),
    )
    both = ((THEMES, tops[0], of_themes), (RESULTS, tops[1], of_results if results else ()))
    return tuple(
        CodeEntry(key=key, name=name, is_codable=False, under=below)
        for key, name, below in both
        if below or key == THEMES
    )


def _result_entry(result: SocialResult, named: Callable[[str], str]) -> CodeEntry:
    general = named(result.general.say(language()))
    return CodeEntry(
        key=f"result:{result.id}", name=general,
        under=tuple(
            CodeEntry(key=f"result:{result.id}:{way.value}", name=named(f"{general}: {label(way).lower()}"))
            for way in LinkDirection
        ),
    )  # fmt: skip


def _texts(programme: Programme, stories: Sequence[Story], standing: _Standing) -> Iterator[CodedText]:
    periods, domains = queries.places_of(programme)
    known = {
        story.id: {
            "period": periods[story.period_id].say(language()) if story.period_id in periods else "",
            "domain": domains[story.domain_id].say(language()) if story.domain_id in domains else "",
            "direction": label(story.direction), "role": label(story.teller_role), "age": label(story.age_band),
            "language": story.language,
        }
        for story in stories
    }  # fmt: skip
    bands = [story.age_band for story in stories]
    k = threshold(None if None in bands else youngest_of(band for band in bands if band is not None))
    counts = Counter((key, value) for values in known.values() for key, value in values.items())
    for n, story in enumerate(stories, start=1):
        title = " ".join(story.title.split()) or say("A story without a title")
        yield CodedText(
            key=f"story:{story.public_id}", name=f"{n:04d} {title}", text=standing.texts[story.id],
            codings=tuple(standing.codings.get(story.id, ())), notes=tuple(standing.notes.get(story.id, ())),
            # What few tellers share is left out: together with the text it may say who it is.
            values=tuple(
                (f"variable:{key}", value) for key, value in known[story.id].items() if value and counts[key, value] >= k
            ),
        )  # fmt: skip


def _notes(programme: Programme, memos: Sequence[Memo], decided: Decided) -> Iterator[ProjectNote]:
    names = {theme.id: theme.name.say(language()) for theme in coding.themes_of(programme)}
    for memo in memos:
        yield ProjectNote(
            key=_memo(memo), name=say("Memo: %(theme)s", theme=names[memo.theme_id]), text=memo.text,
            by=_person(memo.author_id), at=memo.written_at,
        )  # fmt: skip
    for one in decided.together:
        fits = say("fits") if one.fits else say("does not fit")
        yield ProjectNote(
            key=f"together:{one.id}", name=say("Decided together: %(theme)s", theme=names[one.theme_id]),
            text=f"{fits}. {one.reason}", by=_person(one.written_by_id), at=one.written_at,
        )  # fmt: skip


def _people(decided: Decided, memos: Sequence[Memo]) -> tuple[CodedBy, ...]:
    ids = {one.decided_by_id for group in (decided.tags, decided.links, decided.without_result) for one in group}  # type: ignore[attr-defined]
    ids |= {one.account_id for one in decided.seconds} | {one.author_id for one in memos}
    ids |= {one.written_by_id for one in decided.together}
    names = queries.names_of([one for one in ids if one is not None])
    people = [CodedBy(key=_person(one), name=names.get(one, "")) for one in sorted(one for one in ids if one)]
    return (*people, *((CodedBy(key=_person(None), name=say("Somebody who has left")),) if None in ids else ()))


def _key(programme: Programme) -> str:
    return f"programme:{programme.organisation_id}:{programme.slug}"


def _person(account_id: int | None) -> str:
    return f"person:{account_id or SOMEBODY}"


def _memo(memo: Memo) -> str:
    return f"memo:{memo.id}"
