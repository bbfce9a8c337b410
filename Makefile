# Two commands are all a newcomer needs: `make run` and `make test`.
.DEFAULT_GOAL := help
VENV ?= .venv
BIN := $(VENV)/bin
SCOPE ?= not slow

.PHONY: help run test test-full check format lock clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run  ## Set everything up and read the news on http://127.0.0.1:8000
	$(BIN)/newsloom run $(ARGS)

test: $(VENV)/.dev  ## Set everything up and pass every test
	@scripts/need-browser.sh
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 2 --dist loadfile -m "$(SCOPE)"

test-full: SCOPE =
test-full: test  ## The same with the whole corpora

check: $(VENV)/.dev  ## Lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:  ## Renew the locked dependencies (needs uv)
	uv lock -q --upgrade
	uv export -q --no-emit-project --no-dev --no-header --no-annotate -o requirements/run.lock
	uv export -q --no-emit-project --all-groups --all-extras --no-header --no-annotate -o requirements/dev.lock

clean:  ## Remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis artifacts

$(VENV)/.run: requirements/run.lock pyproject.toml
	scripts/setup.sh $(VENV) run
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml
	scripts/setup.sh $(VENV) dev
	@touch $(VENV)/.run $@
