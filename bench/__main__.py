"""`python -m bench [pages] [codes] [starting] [tallies] [imports] [reports] [rounds] [nlp[:JOB]] [grown] [lighthouse]`: figures; exit 1 where a promise breaks."""

import importlib
import sys

PARTS = ("starting", "pages", "codes", "tallies", "imports", "reports", "rounds", "nlp", "grown", "lighthouse")


def main() -> None:
    """Run the named parts, or all; jobs of one part are named behind a colon."""
    kept = True
    wanted: dict[str, list[str]] = {}
    for asked in sys.argv[1:] or PARTS:
        part, _, job = asked.partition(":")
        wanted.setdefault(part, []).extend([job] if job else [])
    for name, jobs in wanted.items():
        print(f"\n{name}", flush=True)
        for figure in importlib.import_module(f"bench.{name}").run(*jobs):
            print(figure.line(), flush=True)
            kept = kept and figure.is_kept is not False
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
