# The two commands: `make demo` sets up everything and runs the main job; `make test` sets up everything and tests it.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.done

.PHONY: demo test e2e lint lab student release bench clean

$(SETUP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $(SETUP)

demo: $(SETUP) ## A whole course for a cohort of twelve: assigned, handed in, graded, returned
	$(BIN)/changework demo demo

test: $(SETUP) lint ## Everything but the browser
	$(BIN)/python -m pytest -n auto -m "not e2e"

lint: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/changework lint

e2e: $(SETUP) ## A real JupyterLab in a real browser
	$(BIN)/python -m pytest -m e2e

lab: $(SETUP) ## JupyterLab in the demo's course, as the instructor
	$(BIN)/changework demo demo --lab

student: $(SETUP) ## JupyterLab as a student of the demo
	$(BIN)/changework demo demo --student

release: $(SETUP) ## Build source/, release/ and course/notebooks/ from the content
	$(BIN)/changework build

bench: $(SETUP) ## Measure: never a part of the tests
	$(BIN)/python tests/bench.py

clean:
	rm -rf .venv demo
