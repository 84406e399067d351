"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

CODES = in_programme(Capability.TAG)
DOORS: dict[str, Door | Mapping[str, Door]] = {
    "evaluator.queue": CODES,
    "evaluator.story": CODES,
    "evaluator.decide": CODES,
    "evaluator.add_theme": CODES,
    "evaluator.add_result": CODES,
    "evaluator.mark_story": CODES,
    "evaluator.undo": CODES,
    "evaluator.write_story_memo": CODES,
    "evaluator.write_theme_memo": CODES,
    "evaluator.take_memo_back": CODES,
    "evaluator.code_as": CODES,
    "evaluator.order_queue": CODES,
    "evaluator.second": CODES,
    "evaluator.say_second": CODES,
    "evaluator.difference": CODES,
    "evaluator.decide_together": CODES,
    "evaluator.open_difference_again": CODES,
    "evaluator.themes": CODES,
    "evaluator.theme": CODES,
    "evaluator.set_threshold": CODES,
    "evaluator.results": CODES,
    "evaluator.result": CODES,
    "evaluator.set_result_threshold": CODES,
    "evaluator.unplanned": CODES,
    "evaluator.search_unplanned": CODES,
    "evaluator.stop_search": CODES,
    "evaluator.unplanned_group": CODES,
    "evaluator.propose_result": CODES,
    "evaluator.propose_theme": CODES,
    "evaluator.put_group_aside": CODES,
    "evaluator.take_group_up_again": CODES,
    "evaluator.answers": CODES,
    "evaluator.answers_as_csv": CODES,
    "evaluator.concordance": CODES,
    "evaluator.quotes": CODES,
    "evaluator.choose_quote": CODES,
    "evaluator.write_quote_note": CODES,
    "evaluator.take_quote_out": CODES,
    "evaluator.about_model": CODES,
    "evaluator.switch_model": CODES,
    "evaluator.analyse_again": CODES,
    "evaluator.stop_reading": CODES,
    "evaluator.learn_now": CODES,
    "evaluator.forget_learned": CODES,
}
