# The words everyone types. Nothing but Python 3.11 or newer, make and git is needed.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-$(shell cat requirements/run.txt pyproject.toml | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements/dev.txt pyproject.toml | cksum | cut -d' ' -f1)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes
WORKERS ?= auto
POSTGRES_TESTS ?= tests/services tests/web tests/cli tests/demo tests/test_doors.py tests/test_migrations.py tests/test_migrations_of_coding.py tests/test_migrations_of_forms.py tests/test_celery.py tests/test_fuzz.py tests/test_appearing.py tests/test_pilot.py tests/test_database_away.py tests/test_pulled_plug.py

.PHONY: run serve setup test test-postgres test-all check lint words lock bench nightly worker doctor clean

run: $(RUN_STAMP)            ## set up, load the demo programme, serve on http://127.0.0.1:$(PORT)
	@$(BIN)/storyapp run --port $(PORT)

serve: $(RUN_STAMP)          ## serve without the demo
	@$(BIN)/storyapp serve --port $(PORT)

setup: $(DEV_STAMP)          ## everything that tests need

test: $(DEV_STAMP)           ## all tests on SQLite
	$(BIN)/python -m pytest -n $(WORKERS)

test-postgres: $(DEV_STAMP)  ## the tests that touch a database, on PostgreSQL
	$(BIN)/python -m pytest -n $(WORKERS) --database postgresql $(POSTGRES_TESTS)

check: lint test             ## what must be green before a change lands

lint: $(DEV_STAMP)           ## format, lint, types, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates

worker: $(RUN_STAMP)         ## a worker by itself
	@$(BIN)/storyapp worker

doctor: $(RUN_STAMP)         ## which optional parts are here
	@$(BIN)/storyapp doctor

bench: $(DEV_STAMP)          ## figures as ratios to a bare page, see bench/README.md
	$(BIN)/python -m bench

nightly: $(DEV_STAMP)        ## what takes longer: all on PostgreSQL, fuzz, bench
	$(MAKE) test-postgres
	STORYAPP_SWEEP=all $(BIN)/python -m pytest -n $(WORKERS) tests/browser/test_sweep.py
	STORYAPP_LINE_BREAKS_FROM=start $(BIN)/python -m pytest -n $(WORKERS) tests/browser/test_weak_network.py
	STORYAPP_SENDS=5000 $(BIN)/python -m pytest -n 0 --timeout 3600 tests/web/storyteller/test_lossy_line.py
	STORYAPP_UPLOADS=80 $(BIN)/python -m pytest -n 0 --timeout 3600 tests/web/storyteller/test_upload_corpus.py
	STORYAPP_STORIES=20000 $(BIN)/python -m pytest -n 0 --timeout 7200 tests/web/storyteller/test_generated_stories.py
	STORYAPP_STORIES=20000 $(BIN)/python -m pytest -n 0 --timeout 7200 --database postgresql tests/web/storyteller/test_generated_stories.py
	STORYAPP_FUZZ=20000 $(BIN)/python -m pytest -n $(WORKERS) tests/test_fuzz.py
	STORYAPP_PROFILES=10000 $(BIN)/python -m pytest -n $(WORKERS) tests/rules/test_counting_oracles.py
	STORYAPP_RACES=1000 $(BIN)/python -m pytest -n 0 --timeout 3600 tests/services/test_races.py
	STORYAPP_RACES=1000 $(BIN)/python -m pytest -n 0 --timeout 3600 --database postgresql tests/services/test_races.py
	STORYAPP_KILLS=100 $(BIN)/python -m pytest -n 0 --timeout 3600 tests/test_pulled_plug.py
	STORYAPP_KILLS=100 $(BIN)/python -m pytest -n 0 --timeout 3600 --database postgresql tests/test_pulled_plug.py
	$(MAKE) bench

lock:                        ## pin all dependencies with hashes (needs uv)
	uv pip compile -q pyproject.toml --group build --extra postgres --extra celery --extra pdf --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements/run.txt
	uv pip compile -q pyproject.toml --group build --group dev --extra postgres --extra celery --extra pdf --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements/dev.txt

clean:                       ## remove what was set up; your data folder stays
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Storyapp needs Python 3.11 or newer: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo; echo "Python's venv module is missing. On Debian: apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(RUN_STAMP): | $(BIN)/python
	@test -e $(DEV_STAMP) || { echo "Setting up (once) …"; $(PIP) -r requirements/run.txt && $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-build-isolation --no-deps -e . ; }
	@rm -f $(VENV)/.run-* && touch $@

$(DEV_STAMP): | $(BIN)/python
	@echo "Setting up for tests (once) …"
	@$(PIP) -r requirements/dev.txt && $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-build-isolation --no-deps -e .
	@rm -f $(VENV)/.dev-* && touch $@
