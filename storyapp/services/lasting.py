"""How many tellers, asked again after months, said that it has lasted; who did not come back is counted too."""

from collections.abc import Mapping
from datetime import date

from storyapp.data.queries import lasting as queries
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.rules.lasting import LastingCounts, count_lasting


def counted(programme: Programme) -> LastingCounts:
    """Count what tellers said of the stories that may be counted and are old enough."""
    told = queries.told_days(programme)
    said = queries.said_of(programme, {one for one, _ in told})
    return count_lasting(told, said, months=programme.lasting_months, today=kit().clock().date())


def counted_of(programme: Programme, stories: Mapping[int, date]) -> LastingCounts:
    """Count the same of the stories of a report: id → day of telling."""
    said = queries.said_of(programme, stories.keys())
    return count_lasting(stories.items(), said, months=programme.lasting_months, today=kit().clock().date())
