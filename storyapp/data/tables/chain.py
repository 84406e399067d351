"""What stands before the results in the chain of a programme: needs, activities, outputs; and what is assumed."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storyapp.data.db import OfProgramme, db
from storyapp.data.types import ByName, Words
from storyapp.rules.chain import ChainKind
from storyapp.rules.wording import Wording


class ChainItem(OfProgramme, db.Model):
    """One item: an activity comes from a need, an output from an activity and leads to a result."""

    __tablename__ = "chain_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ChainKind] = mapped_column(ByName(ChainKind))
    wording: Mapped[Wording] = mapped_column(Words)
    comes_from_id: Mapped[int | None] = mapped_column(ForeignKey("chain_items.id", ondelete="SET NULL"), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey("social_results.id", ondelete="SET NULL"), index=True)
    position: Mapped[int] = mapped_column(default=0)
