# `make run` and `make test` do all the set-up they need; `make` alone lists the commands.
PYTHON ?= python3
CITY ?= sample
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help run test setup check fix bench whole chaos browser clean

help: ## List the commands
	@echo "CityLake: from departments' files to tables that people decide from"; echo
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-9s %s\n", $$1, $$2}'

run: $(READY) ## Set up, then run the main job (CITY=sample by default, CITY=chicago needs its files)
	@if [ "$(CITY)" = sample ] && [ ! -d "$${CITYLAKE_WORK:-var}/sample" ]; then $(BIN)/citylake sample; fi
	$(BIN)/citylake run --city $(CITY)

test: $(READY) ## Set up, then run the tests
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadscope

setup: $(READY) ## Install everything into .venv, once

$(READY): requirements.txt requirements-java.txt pyproject.toml lakehouse/store/setup.py lakehouse/store/java.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "CityLake needs Python 3.11 or newer; $(PYTHON) is older. Run make with PYTHON=/path/to/a/newer/one."; exit 9; }
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv."; exit 9; }
	@echo "Installing the pinned packages into .venv, once (a few minutes)."
	@if command -v uv >/dev/null 2>&1; then uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.txt; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt; fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m lakehouse.store.setup
	@touch $@

check: $(READY) ## Formatter, linter, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(READY) ## Format, and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## Ratios against DuckDB, a model in memory, a plain Spark write and shapely (needs Chicago's files); the sample city's speed
	$(BIN)/python -m tests.benchmarks.food
	$(BIN)/python -m tests.benchmarks.features --days 48
	$(BIN)/python -m tests.benchmarks.scoring
	$(BIN)/python -m tests.benchmarks.training
	$(BIN)/python -m tests.benchmarks.checked_write
	$(BIN)/python -m tests.benchmarks.place
	$(BIN)/python -m tests.benchmarks.sample
	$(BIN)/python -m tests.benchmarks.los_loop
	$(BIN)/python -m tests.benchmarks.hot_spot
	$(BIN)/python -m tests.benchmarks.heat
	$(BIN)/python -m tests.benchmarks.monitor
	$(BIN)/python -m tests.benchmarks.screening
	$(BIN)/python -m tests.benchmarks.one_more_month
	$(BIN)/python -m tests.benchmarks.one_more_month --days 3 --steps city
	$(BIN)/python -m tests.benchmarks.whole_city

whole: $(READY) ## Land every file of both cities, and compare with what is known of them
	$(BIN)/python -m pytest -n 2 --dist loadscope -m whole

chaos: $(READY) ## Kill runs at random moments and compare the tables
	$(BIN)/python -m pytest -m chaos

browser: $(READY) ## Look at the pages in Chromium, Debian's package, with axe-core
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { echo "Chromium is not there. On Debian: apt-get install chromium."; exit 9; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-browser.txt
	$(BIN)/python -m pytest -n 2 -m browser tests/portal

clean: ## Remove what was installed and made (.venv and var)
	rm -rf .venv var
