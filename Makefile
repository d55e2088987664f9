# make demo [PORT=8000] [PROFILE=qianan] [DATA=.demo] · make test · make bench · make lint
# Needs Python 3.11+ and make; everything else is installed into .venv.

PORT ?= 8000
PROFILE ?= qianan
DATA ?= .demo
HOST ?= 127.0.0.1

# The first Python that is new enough; one that is named is taken however it was built.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; exit; fi; done)
BIN := .venv/bin
THIS_PYTHON := $(if $(filter file,$(origin PYTHON)),,--this-python)

.DEFAULT_GOAL := help

# In a tree of another user everything happens in a copy (see tools/elsewhere.py).
ELSEWHERE :=
ifneq ($(filter demo test lint bench screens setup setup-dev,$(MAKECMDGOALS)),)
ELSEWHERE := $(if $(PYTHON),$(shell $(PYTHON) tools/elsewhere.py))
endif
ifneq ($(ELSEWHERE),)
demo test lint bench screens setup setup-dev:
	@$(if $(filter file,$(origin DATA)),,GONGZHI_START='$(CURDIR)') exec $(MAKE) --no-print-directory -C '$(ELSEWHERE)' $@
else
.PHONY: help setup setup-dev demo test lint front suite bench screens clean

help:
	@echo 'make demo [PORT=8000] [PROFILE=qianan] [DATA=.demo]   a city to try, with made-up data'
	@echo 'make test    lint, types, layers and all tests'
	@echo 'make lint    lint, types and layers only'
	@echo 'make bench   measure; writes docs/performance.md'
	@echo 'make screens take the pictures of docs/'
	@echo 'make clean   remove what was built (never data)'

setup:
	@test -n '$(PYTHON)' || { echo 'set-up: Python 3.11 or newer is needed, and none was found.' >&2; exit 1; }
	@$(PYTHON) tools/setup.py $(THIS_PYTHON)

setup-dev:
	@test -n '$(PYTHON)' || { echo 'set-up: Python 3.11 or newer is needed, and none was found.' >&2; exit 1; }
	@$(PYTHON) tools/setup.py --dev $(THIS_PYTHON)

# exec: a signal to make's child is a signal to the demo itself, with no shell between. The
# variable ties the demo to make: whoever kills make has stopped the demo.
demo: setup
	@GONGZHI_DIE_WITH_PARENT=1 exec $(BIN)/gongzhi demo --host '$(HOST)' --port '$(PORT)' --profile '$(PROFILE)' --data '$(DATA)'

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

front: setup-dev
	@cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent check
	@cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm test --silent

suite: setup-dev
	$(BIN)/pytest -n logical --maxprocesses 8 --no-loadscope-reorder

# Side by side: types and the front end take one core each, and tests wait for browsers.
test: setup-dev
	@$(MAKE) --no-print-directory -j3 --output-sync=none lint front suite

bench: setup-dev
	$(BIN)/python -m benchmarks

screens: setup-dev
	$(BIN)/python tools/screens.py
endif

clean:
	rm -rf .venv frontend/node_modules src/gongzhi/web/static/dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
