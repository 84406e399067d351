"""A programme's codebook and results library, as rows."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Indicator, ParticularWording, SocialResult, Theme


@dataclass(frozen=True, kw_only=True)
class CodebookRows:
    """Everything that a story may be tagged with or linked to."""

    themes: list[Theme] = field(default_factory=list)
    results: list[SocialResult] = field(default_factory=list)
    particular: dict[int, list[ParticularWording]] = field(default_factory=dict)  # result id →
    indicators: dict[int, list[Indicator]] = field(default_factory=dict)  # result id →


def codebook_rows(programme_id: int) -> CodebookRows:
    """Return the active themes and results of a programme, in order."""
    themes = select(Theme).where(Theme.programme_id == programme_id, Theme.is_active)
    results = select(SocialResult).where(SocialResult.programme_id == programme_id, SocialResult.is_active)
    wordings = select(ParticularWording).where(ParticularWording.programme_id == programme_id)
    signs = select(Indicator).where(Indicator.programme_id == programme_id)
    particular: dict[int, list[ParticularWording]] = defaultdict(list)
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for wording in db.session.scalars(wordings.order_by(ParticularWording.position, ParticularWording.id)):
        particular[wording.result_id].append(wording)
    for sign in db.session.scalars(signs.order_by(Indicator.position, Indicator.id)):
        indicators[sign.result_id].append(sign)
    return CodebookRows(
        themes=list(db.session.scalars(themes.order_by(Theme.position, Theme.id))),
        results=list(db.session.scalars(results.order_by(SocialResult.position, SocialResult.id))),
        particular=dict(particular), indicators=dict(indicators),
    )  # fmt: skip
