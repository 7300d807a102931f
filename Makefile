# What the README names: run, test, bench, lint. Everything is installed in .venv, nothing elsewhere, except
# Chromium for the browser tests where the machine has none.

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: run test bench lint
.DELETE_ON_ERROR:

run: .venv/.app
	$(BIN)/python -m dashboard run --port $(PORT)

test: .venv/.dev
	scripts/need-chromium
	$(BIN)/pytest -n 3 --dist worksteal

bench: .venv/.dev
	$(BIN)/python -m bench

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/lint-imports

# The stamps say what is installed; they are older than the requirements when these have changed.
.venv/.made:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) is too old: install Python 3.11 or newer, or name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make a virtual environment: install its venv package (Debian: apt install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.app: requirements.txt .venv/.made
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt requirements.txt .venv/.made
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/.app
