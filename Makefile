# Everything sets itself up: a virtual environment in .venv, the locked dependencies, the package.
PYTHON ?= python3
CORPUS ?= ../shared/corpus
WORK ?= work
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --root-user-action=ignore

# Where `make serve` and `make demo` keep the samples, and the page is opened.
PORT ?= 8765
BUILT := khabar/web/static/dist/manifest.json

.PHONY: demo serve web test check train export links accuracy speed growth looking lock clean

demo: .venv/ready
	@rm -f .venv/demo.db*
	@echo "What one report says (khabar read examples/ramadi.txt --published 2016-05-03):"
	@$(BIN)/khabar read examples/ramadi.txt --published 2016-05-03 --width 80
	@echo; echo "The newest incidents of the samples that three or more sources attest:"
	@$(BIN)/khabar ingest examples/reports.jsonl examples/incidents.jsonl --into .venv/demo.db
	@$(BIN)/khabar incidents --from .venv/demo.db --min-sources 3 --limit 3 --width 80
	@echo; echo "Who says how many died in one of them (khabar incident 8e36 --field killed):"
	@$(BIN)/khabar incident 8e36 --from .venv/demo.db --field killed --width 80
	@echo; echo "The same in the browser: make serve, then http://127.0.0.1:$(PORT)/"

# Opens the analysts' page, filled with the samples.
serve: .venv/ready $(BUILT)
	@test -f .venv/page.db || $(BIN)/khabar ingest examples/reports.jsonl examples/incidents.jsonl --into .venv/page.db
	@$(BIN)/khabar serve --from .venv/page.db --port $(PORT)

# Builds the page's front end; only this needs node.
web: $(BUILT)

$(BUILT): frontend/node_modules/.package-lock.json $(shell find frontend/src -type f) frontend/vite.config.ts frontend/licences.ts frontend/tsconfig.json
	@cd frontend && npm run --silent build -- --logLevel warn

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	@echo "Fetching what the page is built from, once."
	@cd frontend && npm ci --silent --no-fund --no-audit

test: .venv/ready check
	@if command -v npm > /dev/null; then $(MAKE) --silent web; else echo "The page is not built without node: its tests in a browser are skipped."; fi
	$(BIN)/python -m pytest

check: .venv/ready
	$(BIN)/ruff check khabar training benchmarks tools tests
	$(BIN)/mypy

# Trains the tagger from a corpus folder (train.jsonl, sets/train, raw*.jsonl.gz); resumes where it was stopped. See docs/training.md for the time.
train: .venv/training
	$(BIN)/python -m training.train --corpus $(CORPUS) --work $(WORK)

# Quantises what `make train` made, checks it against the float model on sets/dev and puts it into the package.
export: .venv/training
	$(BIN)/python -m training.ship --corpus $(CORPUS) --work $(WORK)

# Learns from the labelled sets how likely two reports tell of one incident (khabar/incidents/model/links.onnx); see docs/training.md.
links: .venv/training
	$(BIN)/python -m training.linking $(CORPUS)

accuracy: .venv/ready
	$(BIN)/python benchmarks/accuracy.py $(CORPUS)

speed: .venv/ready
	$(BIN)/python benchmarks/speed.py $(CORPUS)/raw.jsonl.gz

# How long lists, facets, the map and one incident take with 100,000 incidents.
looking: .venv/ready
	$(BIN)/python benchmarks/web.py

growth: .venv/ready
	$(BIN)/python benchmarks/incidents.py

# Renews the lock files from pyproject.toml.
lock: .venv/ready
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --extra dev -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --extra dev --extra data --extra training -o requirements-training.lock pyproject.toml
	sed -i 's/+cpu$$//' requirements-training.lock

.venv/ready: requirements.lock pyproject.toml
	@echo "Setting up .venv: a minute or two, once."
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements.lock
	@$(PIP) --no-deps -e .
	@touch $@

.venv/training: .venv/ready requirements-training.lock
	@$(PIP) -r requirements-training.lock
	@touch $@

clean:
	rm -rf .venv work frontend/node_modules khabar/web/static/dist
