# Two commands do everything: `make demo` and `make test`. Both set up what they need in .venv first.
# `make film` renders the example film from nothing; it sets up Blender's renderer first, in an environment of its own.
# Any Python from 3.11 on serves: the first found below, or the one named, as in `make test PYTHON=python3.13`.

FITS := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c '$(FITS)' 2>/dev/null && echo $$python && break; done)
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

film_quality ?= draft

# In these rooms no test watches the clock, so two run side by side; in the others one after the other.
quiet := $(addprefix tests/,finish house picture score sheet sound story)

.PHONY: demo film stage test test-long lint check format bench clean

demo: .venv/ready  ## Shoot and finish the example film, end to end
	$(BIN)/komadori demo demo

film: stage  ## Make the example film from nothing, as `make film film_quality=final` for the cinema
	$(BIN)/komadori film examples/first-light --quality $(film_quality)

stage: .venv/ready  ## Set up the renderer of the miniature stage, once
	$(BIN)/komadori stage setup

test: .venv/ready-dev  ## The everyday tests
	$(BIN)/pytest -n 2 -m "not slow" $(quiet)
	$(BIN)/pytest -m "not slow" $(addprefix --ignore=,$(quiet))

test-long: .venv/ready-dev  ## The long tests
	$(BIN)/pytest -m slow

lint: .venv/ready-dev  ## Format, lint, types, import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: lint  ## The same and the house tests
	$(BIN)/pytest -q tests/house

format: .venv/ready-dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: .venv/ready-dev  ## Measure, print and record
	$(BIN)/python -m bench

clean:
	rm -rf .venv build dist

.venv/ready: pyproject.toml scripts/set_up.py
	@test -n "$(PYTHON)" || { echo "Komadori needs Python 3.11 or newer, and none is on the PATH"; exit 2; }
	$(PYTHON) scripts/set_up.py .venv
	@touch $@

.venv/ready-dev: pyproject.toml scripts/set_up.py
	@test -n "$(PYTHON)" || { echo "Komadori needs Python 3.11 or newer, and none is on the PATH"; exit 2; }
	$(PYTHON) scripts/set_up.py .venv --dev
	@touch $@ .venv/ready
