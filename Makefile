# Two commands on a fresh machine: `make run` (see it) and `make test` (check it).
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
SERVE ?= 1
REFERRALS ?= 250000
PORT ?= 8501

.PHONY: help setup run test test-all attack check check-python check-sql format docs lock bench clean
help:  ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

setup: $(VENV)/.installed  ## The environment, in .venv/

# The lock files are complete, so nothing is resolved: --no-deps installs what they name, and hashes hold it to that.
$(VENV)/.python:
	$(PYTHON) -m venv $(VENV)
	@touch $@
$(VENV)/.installed: $(VENV)/.python requirements/run.txt pyproject.toml
	$(PIP) install --no-deps --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@
$(VENV)/.dev: $(VENV)/.installed requirements/dev.txt
	$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@touch $@
$(VENV)/.browser: $(VENV)/.dev requirements/browser.txt
	$(PIP) install --no-deps --require-hashes -r requirements/browser.txt
	@touch $@

run: setup  ## Demonstration extracts, built, validated, published and served (SERVE=0: all but serve)
	$(BIN)/hotline demo --referrals $(REFERRALS) $(if $(filter 0,$(SERVE)),--no-serve,--port $(PORT))

test: $(VENV)/.dev  ## Tests that need Python and make alone
	$(BIN)/python -m pytest -m "not browser and not long" -n 3 --dist loadfile --no-loadscope-reorder
	@echo "Left out here, run by 'make test-all': browser tests (they need chromium) and long runs (the whole way on demonstration extracts in two orders, attacks, the benchmark)."

test-all: $(VENV)/.browser  ## Adds the browser and the long runs
	.ci/install-browser
	$(BIN)/python -m pytest -m "browser" -n 2
	$(BIN)/python -m pytest -m "long and not browser" -n 3 --dist loadfile --no-loadscope-reorder

attack: $(VENV)/.dev  ## The attacks in full, for hours; FAULT_SEED=… and FUZZ_SEED=… draw others
	FAULT_KILLS=200 FAULT_REAL=1 FAULT_STEPS=-1 FAULT_FULL_DISKS=60 FAULT_FLIPS=60 FAULT_PLACES=-1 FUZZ_FILES=10000 \
	  $(BIN)/python -m pytest tests/faults

check: check-python check-sql  ## Format, lint, types, import rules, SQL lint
check-python: $(VENV)/.dev  ## The part of it that reads Python
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
check-sql: $(VENV)/.dev  ## The part of it that reads SQL
	$(BIN)/sqlfluff lint --processes 2 models macros tests/dbt

format: $(VENV)/.dev  ## Format Python and SQL
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfluff fix --processes 2 models tests/dbt

docs: $(VENV)/.dev  ## Write the data dictionary from the models and the page of provisions
	@mkdir -p var/docs
	HOTLINE_BUILD_PATH=var/docs/warehouse.duckdb HOTLINE_LANDING_PATH=var/docs/landing.duckdb \
	  DBT_TARGET_PATH=var/docs DBT_LOG_PATH=var/docs $(BIN)/python -P hotline/building/dbt_anywhere.py --quiet parse --profiles-dir .
	$(BIN)/python -m docs.dictionary var/docs/manifest.json
	$(BIN)/python -m docs.coverage
	rm -rf var/docs

lock:  ## Renew the lock files (needs uv)
	for name in run dev browser; do \
	  uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-annotate --no-header \
	    --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done

bench: setup  ## Time and peak memory against a floor measured in the same run; the family logic at two sizes
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.family

clean:  ## Remove what was made, the warehouse included
	rm -rf $(VENV) var
