# Two commands are enough: `make run` and `make test`. Everything is kept below .venv.
PYTHON ?= python3
BIN := .venv/bin
QUESTIONS := $(wildcard tests/questions/*/*.tsv)

.PHONY: run chat test check format lint types tests evaluate readme bench soak fuzz constraints clean

run: .venv/installed
	$(BIN)/ogp-local-bot run

chat: .venv/installed
	$(BIN)/ogp-local-bot chat

test: lint types check tests

lint: .venv/installed
	$(BIN)/ruff format --check bot tests
	$(BIN)/ruff check bot tests

types: .venv/installed
	$(BIN)/mypy

check: .venv/installed
	$(BIN)/ogp-local-bot check --questions $(QUESTIONS)

tests: .venv/installed
	$(BIN)/ogp-local-bot train
	$(BIN)/pytest -n 2

format: .venv/installed
	$(BIN)/ruff format bot tests
	$(BIN)/ruff check --fix bot tests

evaluate: .venv/installed
	$(BIN)/ogp-local-bot evaluate $(QUESTIONS)

readme: .venv/installed
	$(BIN)/python -m tests.support.readme

bench: .venv/installed
	$(BIN)/python -m tests.support.bench
	$(BIN)/python -m tests.load.bench

soak: .venv/installed
	$(BIN)/python -m tests.load.soak

fuzz: .venv/installed
	$(BIN)/python -m tests.load.fuzz

constraints: .venv/installed
	echo '# Exact versions of everything that is installed; made by: make constraints' > constraints.txt
	$(BIN)/pip freeze --exclude-editable >> constraints.txt

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis knowledge/.model
