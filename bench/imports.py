"""How fast old stories come in: sealed one by one, with the job that has them read, on SQLite."""

import csv
import io
import random
import time

import psutil

from bench.figures import Figure
from bench.house import a_house, resident_mb
from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.services import import_batches, importing
from storyapp.services.transaction import SHELL
from tests import builders

SIZES = {1_000: 2.0, 10_560: 20.0}  # rows, seconds
MOST_MEMORY_MB = 300.0
WORDS = [
    "mentor",
    "school",
    "friend",
    "football",
    "lesson",
    "fear",
    "voice",
    "teacher",
    "evening",
    "group",
    "summer",
    "letter",
    "music",
    "train",
    "garden",
    "brother",
    "trust",
    "team",
    "winter",
    "kitchen",
    "laughed",
    "asked",
    "began",
    "stayed",
    "found",
    "learned",
    "helped",
    "came",
    "spoke",
    "wrote",
    "finally",
    "together",
    "alone",
]


def run() -> list[Figure]:
    """Measure the import of invented moments, and how much memory the whole of it took."""
    figures = []
    for n_rows, seconds in SIZES.items():
        for deidentified in (True, False):
            with a_house("sqlite"):
                took = _import(builders.a_programme().id, _sheet(n_rows), deidentified=deidentified)
            kind = "working texts" if deidentified else "to be screened"
            figures.append(Figure(name=f"import of {n_rows:,} moments, {kind}", value=took, unit="s", at_most=seconds))
    memory = resident_mb(psutil.Process())
    figures.append(Figure(name="memory after the imports", value=memory, unit="MB", at_most=MOST_MEMORY_MB))
    return figures


def _import(programme_id: int, raw: bytes, *, deidentified: bool) -> float:
    programme = db.session.get_one(Programme, programme_id)
    began = time.perf_counter()
    sheet = import_batches.read_upload(raw, "moments.csv")
    plan = import_batches.guessed_plan(sheet, programme, already_deidentified=deidentified)
    batch_id = import_batches.begin(programme, raw, "moments.csv", sheet, plan, account_id=None, actor=SHELL)
    import_batches.look_over(programme, batch_id, actor=SHELL)
    import_batches.start_here(programme, batch_id, actor=SHELL)
    importing.take_in(batch_id, progress=lambda n_done, n_total: None, actor=SHELL)
    took = time.perf_counter() - began
    if import_batches.the_batch(programme, batch_id).n_taken != len(sheet.rows):
        raise RuntimeError("the import lost rows")
    return took


def _sheet(n_rows: int) -> bytes:
    chance = random.Random(7)
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["id", "story", "why it matters", "age", "date"])
    for n in range(n_rows):
        told = " ".join(chance.choices(WORDS, k=chance.randint(8, 40)))
        sheet.writerow([n, told, "", chance.randint(10, 60), f"2026-04-{chance.randint(1, 30):02d}"])
    return out.getvalue().encode()
