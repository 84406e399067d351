"""Links that tellers pass on (snowball sampling): how far and how many, and never who passed what to whom."""

DEEPEST = 3  # friends of friends of friends: further away nobody knows any more what the programme asked
STORIES_A_LINK = 10


def may_be_passed_on(*, depth: int, n_links: int, most_links: int) -> bool:
    """Tell whether one link more may come of a chain in which `n_links` were passed on already."""
    return depth < DEEPEST and n_links < most_links
