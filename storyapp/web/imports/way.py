"""The steps of an import, as stepping stones."""

from storyapp.words.speech import mark, say

STEPS = (
    mark("Choose the table"), mark("Match the columns"), mark("Match the words"), mark("See what would come in"),
    mark("Take it in"),
)  # fmt: skip


def way(now: int) -> list[dict[str, str]]:
    """Return the steps as a page shows them; `now` counts from one."""
    states = ["done"] * (now - 1) + ["current"] + ["waiting"] * (len(STEPS) - now)
    return [{"title": say(title), "state": state} for title, state in zip(STEPS, states, strict=True)]
