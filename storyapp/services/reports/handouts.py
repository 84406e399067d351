"""What goes back to a whole group, also to those without a code: a leaflet and a newsletter of one page.

Nothing here is cut short: what is too long for the page stays out whole, and the page says where the rest stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storyapp.rules.changes import ORDER
from storyapp.rules.report import Block, BulletList, Note, Paragraph, Quote, Section
from storyapp.rules.rounds import OutcomeKind
from storyapp.rules.wording import script_of
from storyapp.services.reports.closing import STATUSES
from storyapp.services.reports.material import HANDOUTS, ChangeLine, RoundPart
from storyapp.services.reports.pages import Desk
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, quoted, say


@dataclass(frozen=True, kw_only=True)
class Room:
    """How much fits: lines and letters of each part."""

    n: int
    n_letters: int


LEAFLET, NEWSLETTER = HANDOUTS
MOST_CRITERIA = 6
WRITTEN_IN = {
    "ru": mark("The group wrote its reason in Russian. It stands in the group's own words:"),
    "en": mark("The group wrote its reason in English. It stands in the group's own words:"),
}
NOWHERE = mark(
    "What the group valued in each story stands under the teller's own code; nobody has let it be printed here."
)
ELSEWHERE = mark(
    "What the group valued in each story stands under the teller's own code; what may be printed was written in another language."
)
TITLES = {LEAFLET: mark("What we heard from you"), NEWSLETTER: mark("News of our stories")}
VALUED = {LEAFLET: Room(n=6, n_letters=1200), NEWSLETTER: Room(n=5, n_letters=1000)}
DECIDED = {LEAFLET: Room(n=2, n_letters=700), NEWSLETTER: Room(n=2, n_letters=700)}
CHANGED = {LEAFLET: Room(n=4, n_letters=1000), NEWSLETTER: Room(n=3, n_letters=900)}


def heard(desk: Desk) -> Section:
    """Say how many told, and what was done with it."""
    told = desk.numbers.say(desk.numbers.counts("all", {"all": desk.material.n}).cell())
    items = [say("Stories that people told us: %(n)s.", n=told)]
    if desk.material.rounds:
        items.append(say("Times that a group sat together, read and talked: %(n)s.", n=len(desk.material.rounds)))
    return Section(code="heard", title=say("What happened with your stories"), blocks=(BulletList(items=tuple(items)),))


def valued(desk: Desk) -> Section:
    """Print what panels valued in stories whose tellers let it be told to everybody."""
    own = [one.text for one in desk.material.valued if one.language == language()]
    lines = tuple(_fitting(own, VALUED[desk.material.order.length]))
    blocks: tuple[Block, ...] = (
        (Paragraph(text=say("To each teller the group wrote what it valued in the story, not only to the chosen ones. Some of it:")),
         BulletList(items=lines, own_words=True))
        if lines
        else (Paragraph(text=say(ELSEWHERE if desk.material.valued else NOWHERE)),)
    )  # fmt: skip
    looked_for = tuple(dict.fromkeys(line for one in desk.material.told_rounds for line in _criteria(one)))[
        :MOST_CRITERIA
    ]
    if looked_for:
        blocks += (
            Paragraph(text=say("What groups looked for when they chose:")),
            BulletList(items=looked_for, own_words=True),
        )
    return Section(code="valued", title=say("What was valued"), blocks=blocks)


def decided(desk: Desk) -> Section:
    """Say what panels chose and why, and that not everybody agreed."""
    room = DECIDED[desk.material.order.length]
    told = [(one, text) for one in desk.material.told_rounds if (text := _choice(one))]
    fits = set(_fitting([text for _, text in told], room))
    blocks = [block for one, text in told if text in fits for block in _round(one, text)]
    none = Paragraph(
        text=say("The choices are told in the group: their tellers have not agreed that everybody may read them.")
        if desk.material.told_rounds
        else say("No choice can be told yet: what groups choose stands here once every teller has an answer.")
        if desk.material.rounds
        else say("No group has chosen yet.")
    )
    return Section(code="decided", title=say("What groups chose, and why"), blocks=tuple(blocks) or (none,))


def changed(desk: Desk) -> Section:
    """Print what the programme decided and did, and what young people say of it."""
    public = sorted((one for one in desk.material.changes if one.is_public), key=lambda one: ORDER[one.status])
    ours = [one for one in public if script_of(_words(one)) in ("", language())]
    lines = tuple(_fitting([_change(one) for one in ours], CHANGED[desk.material.order.length]))
    blocks: list[Block] = [BulletList(items=lines, own_words=True)] if lines else []
    if not public:
        blocks.append(Paragraph(text=say("Nothing has been written down here yet.")))
    if len(ours) < len(public):
        blocks.append(Paragraph(text=say("More stands on the page “You said, we did”, in another language.")))
    return Section(code="changed", title=say("What changes"), blocks=tuple(blocks))


def back(desk: Desk) -> Section:
    """Say where one can ask, object and read one's own answer."""
    items = [
        say(
            "If you told a story: open “My story” with your code. Your answer stands there as soon as it is written, and you can write back."
        )
        if desk.material.n_unanswered
        else say(
            "If you told a story: open “My story” with your code. There is an answer for you, and you can write back."
        ),
        say("If you have no code any more, or never had one: ask the facilitator. You may say no to anything here."),
        say(
            "Nobody won and nobody lost: a chosen story is not better, it shows best what the group wanted to talk about."
        ),
    ]
    return Section(code="back", title=say("And now you"), blocks=(BulletList(items=tuple(items)),))


CHAPTERS = (heard, valued, decided, changed, back)


def title(length: str) -> str:
    """Return the title of a handout."""
    return say(TITLES[length])


def _criteria(one: RoundPart) -> list[str]:
    """Return what a panel looked for, in the language of the page alone; it speaks of no single story."""
    lines = [line.strip() for line in one.criteria.split("\n")]
    return [line for line in lines if line and script_of(line) in ("", language())]


def _choice(one: RoundPart) -> str:
    """Return the reason of a choice, where the chosen story, or none, may be told of."""
    is_none = one.outcome is OutcomeKind.NONE
    return one.joint_reason if is_none or any(not story.why_not and not story.is_gone for story in one.chosen) else ""


def _round(one: RoundPart, reason: str) -> Iterator[Block]:
    panel = one.panel_name or (say("Young people") if one.is_youth else say("Adults"))
    names = ", ".join(quoted(story.title) for story in one.chosen if story.title)
    if names:
        title = say("%(panel)s. Chosen: %(stories)s", panel=panel, stories=names)
    elif one.outcome is OutcomeKind.NONE:
        title = say("%(panel)s. No story was chosen", panel=panel)
    else:
        title = say("%(panel)s. A story was chosen that stays without its title here", panel=panel)
    written_in = script_of(reason)
    if written_in in ("", language()):
        yield Note(title=title, text=reason)
    else:
        yield Note(title=title, text=say(WRITTEN_IN[written_in]))
        yield Quote(text=reason, language=written_in)
    if one.dissent:
        yield Paragraph(text=say("Not everybody agreed; the other opinion is kept beside the choice."))


def _words(one: ChangeLine) -> str:
    return f"{one.heard.say(language())} {one.decided.say(language())}"


def _change(one: ChangeLine) -> str:
    status = say(STATUSES[one.status])
    youth = f" {label(one.youth_mark)}." if one.youth_mark else ""
    return f"{one.heard.say(language())} → {one.decided.say(language())} ({status}){youth}"


def _fitting(texts: Iterable[str], room: Room) -> Iterator[str]:
    """Yield the texts that have room, in their order, each whole."""
    left, n = room.n_letters, 0
    for text in texts:
        if n < room.n and len(text) <= left:
            left, n = left - len(text), n + 1
            yield text
