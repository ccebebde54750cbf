# Two commands on a fresh machine: `make demo` and `make test`. They need git, make and Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
UV := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help demo test check lint format types structure unit middle bench docs lock schemas clean

help: ## what there is
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): tooling/requirements.lock pyproject.toml
	@rm -f $@
ifdef UV
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r tooling/requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
else
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gitsm needs Python 3.11 or newer")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tooling/requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endif
	@touch $@

demo: $(STAMP) ## set up, then show a pull request on the example organisation
	@$(BIN)/gitsm demo

test: lint types structure unit ## set up, then run everything

lint: $(STAMP)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

format: $(STAMP) ## format the code
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format .

types: $(STAMP)
	@$(BIN)/mypy --no-error-summary

structure: $(STAMP)
	@mkdir -p build
	@$(BIN)/lint-imports > build/structure.log 2>&1 || { cat build/structure.log; exit 1; }

unit: $(STAMP)
	@mkdir -p build/coverage && rm -f build/coverage/data*
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term --cov-report= $(if $(TESTS),,--cov-fail-under=90) $(TESTS)
	@$(if $(TESTS),,$(MAKE) --no-print-directory middle)

# The functions of values are tested to their last branch; what a run measured is judged, and says nothing if all is well.
MIDDLE := change/* diff/* graph/* improvement/* operations/* rules/* service_level/* diagnostics.py policy.py snapshot.py
nothing :=
comma := ,

middle: $(STAMP)
	@$(BIN)/coverage report --fail-under=100 --include='$(subst $(nothing) $(nothing),$(comma),$(MIDDLE:%=*/gitsm/%))' \
		> build/middle.log 2>&1 || { cat build/middle.log; exit 1; }

schemas: $(STAMP) ## write schemas/json anew
	@$(BIN)/gitsm schema --write schemas/json

bench: $(STAMP) ## measure; see tests/benchmarks/README.md
	@$(BIN)/python -m tests.benchmarks.run

docs: $(STAMP) ## build the portal and the manual into build/site
	@$(BIN)/gitsm site build

LOCKED := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-strip-extras

# What pipelines install: gitsm init writes it into new repositories, and the action uses it, too.
RUNTIME := tooling/gitsm/forge/template/dot-gitsm/runtime.lock

lock: ## compile the two lock files anew; needs uv
	$(LOCKED) --extra dev --output-file tooling/requirements.lock pyproject.toml
	echo "hatchling>=1.27" | $(LOCKED) --constraint tooling/requirements.lock --output-file $(RUNTIME) pyproject.toml -

clean: ## remove what was built
	rm -rf build $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
