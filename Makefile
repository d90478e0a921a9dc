# `make run` serves the site and `make test` tests it. Each command does all of its own set-up, and
# nothing twice. CONTRIBUTING.md says when to use which.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
ASSETS := static/vendor/.done
DATA_DIR ?= var
export DJANGO_SETTINGS_MODULE = supercomplaint.settings

.PHONY: run dev prepared check test soak lint lock bench
run: prepared
	@$(BIN)/python manage.py send_messages & sender=$$!; trap "kill $$sender 2>/dev/null" EXIT INT TERM; \
	$(BIN)/gunicorn supercomplaint.wsgi --no-control-socket --bind 127.0.0.1:$(PORT) --threads 4 --log-level warning

# The same site, which starts again whenever a file of it changes.
dev: prepared
	@$(BIN)/python -W ignore manage.py runserver $(PORT)

run dev: export DEBUG ?= true
run dev: export DEMO ?= true
run dev: export DATA_DIR := $(DATA_DIR)
run dev: export SITE_URL ?= http://127.0.0.1:$(PORT)
prepared: .venv/app.done $(ASSETS)
	@echo "==> Preparing the database"
	@$(BIN)/python manage.py prepare
	@$(BIN)/python manage.py welcome --port $(PORT)

# What to run while one works: the linters, and all that is not slow, on SQLite alone.
check: lint $(ASSETS)
	@$(BIN)/python -m tests.suite --check $(ARGS)

# Everything, on both engines. ARGS go to pytest: make test ARGS="-k search"
test: .venv/test.done $(ASSETS)
	@$(BIN)/python -m tests.suite $(ARGS)

# The long proofs in full: many more random worlds, journeys of one answer, and races.
soak: .venv/test.done $(ASSETS)
	@SOAK=true $(BIN)/python -m tests.suite -m soak $(ARGS)

# Each page against its floor, for databases of 344 and of 43,000 answers.
bench: .venv/test.done
	@DEBUG=true DATA_DIR=$$(mktemp -d) $(BIN)/python -m benchmarks --scale S,M

lint: .venv/test.done
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/mypy
	@git ls-files -z '*.html' | xargs -0 $(BIN)/djade --target-version 5.2 --check

lock: .venv/uv.done
	@echo 'uv>=0.5' | $(BIN)/uv pip compile - -o requirements/uv.txt $(LOCK)
	@$(BIN)/uv pip compile pyproject.toml -o requirements/app.txt $(LOCK)
	@$(BIN)/uv pip compile pyproject.toml --group test -c requirements/app.txt -o requirements/test.txt $(LOCK)
LOCK := -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

.venv/uv.done: requirements/uv.txt
	@echo "==> Making a virtual environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/app.done: .venv/uv.done requirements/app.txt
	@echo "==> Installing the Python packages of the app"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/app.txt
	@touch $@

.venv/test.done: .venv/uv.done requirements/test.txt
	@echo "==> Installing the Python packages of the tests"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/test.txt
	@touch $@

node_modules/.done: package-lock.json
	@echo "==> Installing the look from npm"
	@npm ci --silent
	@touch $@

$(ASSETS): node_modules/.done govuk/assets.py
	@echo "==> Building the style sheets"
	@$(PYTHON) -m govuk.assets
	@touch $@
