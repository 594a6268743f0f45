# The two commands a newcomer needs: `make serve` and `make test`. The rest is for contributors.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
RUNTIME := .venv/.installed
DEV := .venv/.installed-dev
BENCH := .venv/.installed-bench
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: serve install install-dev test test-slow test-clients check bench docs format lock clean

serve: install  ## Migrate, load the demo newsroom into an empty database, and serve.
	$(BIN)/toasoan serve --demo --host $(HOST) --port $(PORT)

install: $(RUNTIME)  ## The virtual environment with the locked dependencies.

install-dev: $(DEV)

$(BIN)/python:
	$(PYTHON) -m venv .venv

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	$(PIP_INSTALL) --require-hashes -r requirements.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

$(BENCH): requirements-bench.txt $(DEV)
	$(PIP_INSTALL) --require-hashes -r requirements-bench.txt
	@touch $@

test: install-dev  ## The suite, from nothing; says what it skipped and why.
	$(BIN)/python -m pytest -n auto -m "not slow" -rs

test-slow: install-dev  ## The proofs that take minutes.
	$(BIN)/python -m pytest -m slow -rs

test-clients: install-dev  ## Apollo Client, urql, Relay and the rest, against a real server (needs Node 20).
	$(BIN)/python -m tests.clients

check: install-dev  ## What a contributor runs before a commit.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/toasoan schema check
	$(BIN)/python -m pytest -n auto -m "not slow" --cov

bench: $(BENCH)  ## Rates and latencies, as ratios inside one run.
	$(BIN)/python -m benchmarks $(ARGS)

docs: install  ## The table of settings in the operator's guide, from the settings themselves.
	$(BIN)/toasoan settings --out docs/operating.md

format: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## Pin every dependency again, with hashes (needs uv).
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --quiet --output-file requirements.txt
	uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --quiet --constraint requirements.txt \
		--output-file requirements-dev.txt
	uv pip compile pyproject.toml --extra build --extra bench --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --quiet --constraint requirements.txt \
		--output-file requirements-bench.txt
	uv pip compile pyproject.toml --extra build --extra otel --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url --no-header --quiet --constraint requirements.txt \
		--output-file requirements-otel.txt

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .coverage*
	rm -rf tests/clients/node_modules tests/clients/build
