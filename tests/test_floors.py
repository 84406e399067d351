"""The house keeps its floors: a module may import only from floors below its own.

Read docs/architecture.md before you change FLOORS; a new arrow is a decision.
"""

import ast
import graphlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {  # longest prefix wins; equal floors do not see each other
    "nlp": 1, "storyapp.rules": 1, "storyapp.config": 1,
    "storyapp.data": 2, "storyapp.formats": 2, "storyapp.words": 2, "storyapp.gateways": 2,
    "storyapp.services": 3,
    "storyapp.web": 4, "storyapp.api": 4, "storyapp.channels": 4, "storyapp.cli": 4, "storyapp.worker": 4,
    "storyapp.app": 5, "storyapp.wsgi": 6, "storyapp": 6,
}  # fmt: skip
ONLY_DOOR_TO_NLP = "storyapp.gateways.nlp"
STDLIB_ONLY = ("storyapp.rules",)
MAY_ALSO = {"storyapp.rules.statistics": ("numpy",)}  # a named exception, each a decision
KEEPS_OUT = {  # libraries that a room does without
    "nlp": ("flask", "sqlalchemy", "wtforms"),
    "storyapp.formats": ("flask", "sqlalchemy", "wtforms"),
    "storyapp.services": ("flask", "wtforms", "celery"),
    "storyapp.words": ("flask", "sqlalchemy", "wtforms"),
    "storyapp.gateways": ("flask", "sqlalchemy", "wtforms"),
}
HIDDEN_IMPORTS = {  # imports inside functions, each with its reason: what an installation may lack, or must not load
    "storyapp.gateways.tasks",
}
FILES = [f for top in ("storyapp", "nlp") for f in sorted((ROOT / top).rglob("*.py"))]
ids = [str(f.relative_to(ROOT)) for f in FILES]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str | None:
    return max((r for r in FLOORS if module == r or module.startswith(r + ".")), key=len, default=None)


def imported_by(path: Path) -> Iterator[str]:
    """Every module that the file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full, without dots"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_imports_run_down(path):
    me = module_name(path)
    for target in imported_by(path):
        mine, theirs = room_of(me), room_of(target)
        if theirs is None:  # a library from outside
            top = target.split(".")[0]
            if mine in STDLIB_ONLY:
                allowed = top in sys.stdlib_module_names or top in MAY_ALSO.get(me, ())
                assert allowed, f"{me} imports {top}: rules need only Python"
            assert not top.startswith(KEEPS_OUT.get(mine, ("\0",))), f"{me} imports {top}: {mine} does without it"
        elif mine != theirs:
            assert FLOORS[theirs] < FLOORS[mine], f"{me} may not import {target}: that is not downstairs"
            assert theirs != "nlp" or me == ONLY_DOOR_TO_NLP, f"{me}: nlp is reached through {ONLY_DOOR_TO_NLP}"


def test_no_circles():
    """Inside a room, too, imports form no ring (graphlib names the ring when they do)."""
    files = {module_name(f): f for f in FILES}
    graph = {}
    for name, path in files.items():
        targets = {t if t in files else t.rpartition(".")[0] for t in imported_by(path)}
        graph[name] = (targets & files.keys()) - {name}
    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_imports_stand_at_the_top(path):
    """An import inside a function is a ring with a curtain; the few that stand are named here."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = [
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert not hidden or module_name(path) in HIDDEN_IMPORTS, f"{path.name}: lines {hidden}"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_a_file_holds_one_subject(path):
    n_lines = len(path.read_text(encoding="utf-8").splitlines())

    assert n_lines <= 400, f"{path.name} has {n_lines} lines: which second subject is in there?"
