# `make determine` shows what Decidendi does; `make test` proves it. Both set themselves up.

# The first of these that runs and is new enough (a name on the path may be a stub that fails).
# 3.12 and 3.11 come first because the second engine, durable-rules, does not import on later ones.
PYTHON ?= $(shell for python in python3.12 python3.11 python3; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$python; break; fi; done)

# The matters that `make determine` writes memos on. The short one comes last: it is what stays on the screen.
FACTS ?= facts/treasury-2020-07-09.yaml facts/payment-to-chen.yaml
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

.PHONY: determine test coverage lint types contracts check bench bench-ownership soak wheel clean

determine: .venv/installed
	@mkdir -p build
	@set -e; for facts in $(FACTS); do \
		name=build/$$(basename $$facts .yaml); \
		$(BIN)/decidendi memo $$facts -o $$name.html; \
		$(BIN)/decidendi memo $$facts --no-pictures -o $$name.md; \
		cat $$name.md; echo; \
	done

test: .venv/installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Which lines and branches the tests reach. Apart from `make test`, since measuring makes them twice as slow.
coverage: .venv/installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup --cov

lint: .venv/installed-dev
	$(BIN)/ruff check .

types: .venv/installed-dev
	$(BIN)/mypy

contracts: .venv/installed-dev
	$(BIN)/lint-imports

check: .venv/installed
	@if [ -d rules ]; then $(BIN)/decidendi check rules/; else echo "There is no rules/ yet: nothing to check."; fi

bench: .venv/installed-dev
	$(BIN)/python -m benchmarks.run

bench-ownership: .venv/installed-dev
	$(BIN)/python -m benchmarks.ownership $(if $(SIZES),--sizes $(SIZES))

soak: .venv/installed-dev
	DECIDENDI_SOAK=1 $(BIN)/python -m pytest tests/soak -n 2

wheel: .venv/installed
	$(PIP) wheel --no-deps --wheel-dir dist .
	@ls dist

clean:
	rm -rf .venv build dist .coverage .coverage.* htmlcov .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find engine tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# What the command needs, and what a developer needs on top. Made again when pyproject.toml changes.
.venv/installed: pyproject.toml | .venv/bin/python
	@echo "Installing Decidendi into .venv (once; durable-rules is compiled, which needs a C compiler)"
	@$(PIP) install --editable .
	@touch $@

.venv/installed-dev: pyproject.toml | .venv/bin/python
	@echo "Installing Decidendi and its test tools into .venv (once; durable-rules is compiled, which needs a C compiler)"
	@$(PIP) install --editable '.[dev]'
	@touch $@ .venv/installed

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or later is needed, and none was found. Say which to use: make PYTHON=/path/to/python" >&2; exit 1; fi
	@$(PYTHON) -m venv .venv
