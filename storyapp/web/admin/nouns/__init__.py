"""What a programme sets up, one small description a noun."""

from collections.abc import Mapping

from storyapp.web.admin.nouns import (
    domains,
    helplines,
    instruments,
    introductions,
    periods,
    results,
    target_groups,
    themes,
    understanding,
)
from storyapp.web.admin.nouns.noun import Noun

OF_PROGRAMME: Mapping[str, Noun] = {
    noun.kind: noun
    for noun in (
        introductions.NOUN,
        understanding.NOUN,
        periods.NOUN,
        domains.NOUN,
        target_groups.NOUN,
        themes.NOUN,
        results.NOUN,
        instruments.NOUN,
    )
}
OF_ORGANISATION: Mapping[str, Noun] = {helplines.NOUN.kind: helplines.NOUN}
