# Everything sets itself up: a virtual environment in .venv, the locked dependencies, the package.
PYTHON ?= python3
CORPUS ?= ../shared/corpus
WORK ?= work
BIN := .venv/bin

.PHONY: demo test check train export accuracy speed growth lock clean

demo: .venv/ready
	@$(BIN)/khabar read examples/reports.jsonl
	@rm -f .venv/demo.db*
	@echo; echo "The samples as incidents, attested by two or more independent sources:"
	@$(BIN)/khabar ingest examples/reports.jsonl examples/incidents.jsonl --into .venv/demo.db
	@$(BIN)/khabar incidents --from .venv/demo.db --min-sources 2
	@echo "Who says what of one: .venv/bin/khabar incident ID --from .venv/demo.db"

test: .venv/ready check
	$(BIN)/python -m pytest

check: .venv/ready
	$(BIN)/ruff check khabar training benchmarks tools tests
	$(BIN)/mypy

# Trains the tagger from a corpus folder (train.jsonl, raw.jsonl.gz); resumes where it was stopped. Two cores: about three hours.
train: .venv/training
	$(BIN)/python -m training.train --corpus $(CORPUS) --work $(WORK)

# Quantises what `make train` made, checks it against the float model on dev.jsonl and puts it into the package.
export: .venv/training
	$(BIN)/python -m training.ship --corpus $(CORPUS) --work $(WORK)

accuracy: .venv/ready
	$(BIN)/python benchmarks/accuracy.py $(CORPUS)/dev.jsonl

speed: .venv/ready
	$(BIN)/python benchmarks/speed.py $(CORPUS)/raw.jsonl.gz

growth: .venv/ready
	$(BIN)/python benchmarks/incidents.py

# Renews the lock files from pyproject.toml.
lock: .venv/ready
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --extra dev -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --extra dev --extra data --extra training -o requirements-training.lock pyproject.toml
	sed -i 's/+cpu$$//' requirements-training.lock

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/training: .venv/ready requirements-training.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-training.lock
	@touch $@

clean:
	rm -rf .venv work
