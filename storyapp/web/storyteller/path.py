"""The way of a story as stepping stones, filled in as things happen."""

from datetime import date

from storyapp.data.tables.stories import Story
from storyapp.rules.stories import StoryState
from storyapp.services.guardians import erased_on
from storyapp.services.my_story import MyStory
from storyapp.words.dates import day
from storyapp.words.speech import say

Stone = dict[str, str]


def stepping_stones(story: Story, seen: MyStory) -> list[Stone]:
    """Return what happened and what is still ahead; the first stone that is not reached yet is "now"."""
    hides = say("Names and places are taken out.")
    reads_now = say("A panel is reading now.") if seen.is_being_read else ""
    is_read = story.screened_on is not None and story.reworded_on is None
    reached = [
        (say("You sent your story"), True, story.told_on, ""),
        *_guardian(story, seen),
        (say("A person reads it"), is_read, story.screened_on, hides),
        (say("A panel reads it, if you agreed"), seen.was_read, None, reads_now),
        (say("You get an answer"), bool(seen.answers), _last_answer(seen), ""),
        (say("Something changes"), any(c.status == "done" for c in seen.changes), None, ""),
    ]
    now = next((n for n, (_, is_done, _, _) in enumerate(reached) if not is_done), len(reached))
    return [_stone(n, now, *one) for n, one in enumerate(reached)]


def _guardian(story: Story, seen: MyStory) -> list[tuple[str, bool, date | None, str]]:
    if not story.guardian_needed:
        return []
    waits = story.state is StoryState.WAITING_FOR_GUARDIAN
    words = ""
    if waits:
        words = say("Your story waits. Nobody reads it until the adult has agreed.")
    if waits and seen.guardian_refused:
        words = say(
            "The adult said no. Nobody reads your story, and it is deleted on %(day)s unless they change their mind.",
            day=day(erased_on(story)),
        )
    return [(say("An adult agrees too"), not waits, None, words)]


def _last_answer(seen: MyStory) -> date | None:
    return max((one.answered_on for one in seen.answers if one.answered_on), default=None)


def _stone(n: int, now: int, title: str, is_done: bool, on: date | None, words: str) -> Stone:
    state = "done" if is_done else "current" if n == now else "waiting"
    return {"title": title, "state": state, "date": day(on) if is_done else "", "text": words if not is_done else ""}
