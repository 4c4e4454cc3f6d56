# Everything there is to type; `make help` lists it. What a target needs is installed on its first run.
.DEFAULT_GOAL := help
.PHONY: help run test check bench report clean ready-to-run ready-to-test

# PORT (8000) and DATA (the folder that keeps everything) are passed on from the environment or `make run PORT=9000`.
# macOS: Python does not look into Homebrew's library folder by itself, and WeasyPrint's libraries are there.
MACOS := $(if $(filter Darwin,$(shell uname)),DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib)
PYTHON := $(MACOS) .venv/bin/python
FLASK := $(PYTHON) -m flask --app wsgi
NODE := .venv/bin/node node_modules

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ready-to-run ## Start the app with its demonstration organisation: PORT=8000 DATA=folder
	@$(FLASK) run-demo

test: check ## Check, then run every test; TESTS=tests/core runs a part, ARGS="-k gap" goes to pytest
	@$(PYTHON) -m pytest -n 2 --dist loadfile $(ARGS) $(or $(TESTS),tests)

check: ready-to-test ## Format, lint and types of Python and scripts, walls between the rooms, checklists, translations
	@$(PYTHON) -m ruff format --quiet --check .
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m mypy --no-error-summary
	@walls=$$($(PYTHON) .venv/bin/lint-imports --no-logo --no-cache) || { echo "$$walls"; exit 1; }
	@$(NODE)/typescript/bin/tsc --project tsconfig.json
	@$(NODE)/typescript/bin/tsc --project tsconfig.worker.json
	@$(NODE)/eslint/bin/eslint.js static/js
	@$(FLASK) checklists check
	@$(FLASK) translations check

bench: ready-to-test ## Measure; prints one JSON line per figure
	@for script in bench/[!_]*.py; do PYTHONPATH=. $(PYTHON) "$$script" || exit 1; done

report: ready-to-run ## Print the demonstration's comparison report into build/
	@mkdir -p build && $(FLASK) report comparison

clean: ## Remove what was built; the data and .venv stay
	@rm -rf build .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name .venv -prune -o -name __pycache__ -prune -exec rm -rf {} +

ready-to-run:
	@sh tools/find-python -m tools.setup run

ready-to-test:
	@sh tools/find-python -m tools.setup test
