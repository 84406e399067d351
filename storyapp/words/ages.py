"""The rules about age that are known, read from a file of data beside this one."""

import tomllib
from functools import cache
from pathlib import Path

from storyapp.rules.ages import AgeRule
from storyapp.rules.wording import Wording


@cache
def age_rules() -> tuple[AgeRule, ...]:
    """Return every version of every country's rule, by country."""
    found = tomllib.loads((Path(__file__).parent / "ages.toml").read_text(encoding="utf-8"))["rules"]
    rules = [AgeRule(**{**one, "name": Wording(**one["name"]), "note": Wording(**one["note"])}) for one in found]
    return tuple(sorted(rules, key=lambda one: (one.country, one.version)))
