"""One act each: fetch the facts, ask the rule, write, note the act, hand on the rest."""
