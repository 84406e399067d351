"""`python -m bench [pages] [starting] [tallies] [imports] [reports] [nlp] [grown]`: print figures; exit 1 where a promise is broken."""

import importlib
import sys

PARTS = ("starting", "pages", "tallies", "imports", "reports", "nlp", "grown")


def main() -> None:
    """Run the named parts, or all."""
    kept = True
    for name in sys.argv[1:] or PARTS:
        print(f"\n{name}", flush=True)
        for figure in importlib.import_module(f"bench.{name}").run():
            print(figure.line(), flush=True)
            kept = kept and figure.is_kept is not False
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
