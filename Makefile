# Everything a person does with this repository. `make` alone lists it.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Compiled once: the tests start many programs, and each would compile all of it anew.
export PYTHONDONTWRITEBYTECODE :=

# The first of these that is new enough, unless given: make up PYTHON=/usr/local/bin/python3.11
PYTHON ?= $(shell for name in python3.11 python3.12 python3 python; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' \
	2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -P embedded/install.py

.PHONY: help install up services sandbox migrate test check lint types contracts format \
	browser lock bench chaos client record-histories screens css

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.installed ## Install the locked dependencies into .venv

up: .venv/.installed ## Start everything on this machine; PORT=5001 make up for another port
	@$(BIN)/python -m embedded

services: .venv/.installed ## Start PostgreSQL, Redis and Temporal only
	@$(BIN)/python -m embedded --only postgres,redis,temporal

sandbox: .venv/.installed ## Start the stand-in for WhatsApp alone, on port 5050
	@$(BIN)/python -m sandbox --port 5050

migrate: .venv/.installed ## Bring the database of DATABASE_URL up to date
	@$(BIN)/python -m db.setup

# More than there are processors: many tests wait for what they started.
WORKERS ?= 3
test: .venv/.installed-dev browser check ## All checks and all tests; PYTEST_ARGS="-k campaigns"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest -n $(WORKERS) $(PYTEST_ARGS)

check: lint types contracts ## What `make test` checks without running anything

lint: .venv/.installed-dev ## Format and rules
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check

types: .venv/.installed-dev ## mypy --strict
	@$(BIN)/mypy

contracts: .venv/.installed-dev ## Which package may import which
	@$(BIN)/lint-imports

format: .venv/.installed-dev ## Format, and repair what the rules can repair
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: .venv/.installed-dev ## Side-by-side figures; FIGURE=P1 for one, SIZE=1000 for a smaller one
	@FIGURE="$(FIGURE)" SIZE="$(SIZE)" $(BIN)/python -m benchmarks

chaos: .venv/.installed-dev ## Kill parts of a running campaign, again and again; ROUNDS=30
	@ROUNDS="$(ROUNDS)" $(BIN)/python -m benchmarks.chaos

record-histories: .venv/.installed-dev ## Record a history of each workflow for the replay test
	@$(BIN)/python scripts/record_histories.py

client: .venv/.installed-dev ## Write clients/python anew from the API's document
	@$(BIN)/python scripts/write_client.py

screens: .venv/.installed-dev browser ## Take the pictures of the documentation: each screen, both themes, both widths
	@$(BIN)/python -m scripts.take_screens
	@SCREENS=1 $(BIN)/pytest -q -m browser

css: .venv/.installed-dev ## Compile the stylesheet and the icons
	@sh web/assets/build.sh

# uv, because pip cannot write hashes for every platform. The program's lock is held to the
# tests' lock, so that both install the same versions.
COMPILE = $(BIN)/uv pip compile -q pyproject.toml --group embedded --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --python-version 3.11
lock: .venv/.installed-dev ## Write both lock files anew after a change of pyproject.toml
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --disable-pip-version-check -q uv
	@$(COMPILE) --group dev -o requirements-dev.lock
	@$(COMPILE) --constraint requirements-dev.lock -o requirements.lock

# Stamps, so that a second run takes no time. The tests' lock holds all of the program's. Of the
# tests' packages few modules are ever imported: they are compiled then, not all of them before.
.venv/.installed: requirements.lock
	@$(MAKE) .venv/bin/python
	@$(INSTALL) requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock
	@$(MAKE) .venv/bin/python
	@$(INSTALL) requirements-dev.lock --no-compile
	@touch .venv/.installed $@

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Master IA needs Python 3.11 (or 3.12), and none was found. \
	Install it, or name it: make up PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing; on Debian \
	and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

# Browser tests skip, with a reason, where there is no Chromium and we may not install one.
browser:
	@{ command -v chromium-headless-shell && command -v chromium; } || \
	{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
	echo "Installing Chromium for the browser tests …" && apt-get update -qq && \
	apt-get install -y -qq --no-install-recommends chromium chromium-headless-shell; } || \
	command -v chromium || command -v chromium-browser || command -v google-chrome || \
	echo "No Chromium on PATH: the browser tests will be skipped."
