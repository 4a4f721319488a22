# Two commands do everything: `make serve` and `make test`. Both need only Python 3.10+ and make.
PYTHON ?= python3
PORT ?= 8000
NODE_PORT ?= 9210
VENV := .venv
BIN := $(VENV)/bin
# The samples have an index of their own, so that yours is never mixed with them.
INDEX := $(VENV)/sample-index
# Any folder of UTF-8 texts; the figures in docs/PERFORMANCE.md are of this one.
TEXTS ?= ../shared/corpora/laws

.DEFAULT_GOAL := help
.PHONY: help serve test docs opensearch cluster pictures peer-tests mutate quality bench format lock clean soak cluster-soak

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/pip.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "Khoan needs Python 3.10 or newer; try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/run.stamp: $(VENV)/pip.stamp setup.cfg constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/test.stamp: $(VENV)/pip.stamp setup.cfg constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $(VENV)/run.stamp $@

$(VENV)/docs.stamp: $(VENV)/pip.stamp setup.cfg constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	@touch $(VENV)/run.stamp $@

serve: $(VENV)/run.stamp ## index data/ and serve the page (PORT=8000)
	@$(BIN)/khoan index data --index $(INDEX) || $(BIN)/khoan index data --index $(INDEX) --rebuild
	@$(BIN)/khoan serve --index $(INDEX) --port $(PORT)

test: $(VENV)/test.stamp ## lint, types, import contract and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

docs: $(VENV)/docs.stamp ## build the documentation site, strictly, in build/docs
	@rm -rf build/docs build/doctrees
	$(BIN)/sphinx-build -W --keep-going -q -j auto -c docs/_sphinx -d build/doctrees docs build/docs
	$(BIN)/python docs/_sphinx/links.py build/docs

opensearch: $(VENV)/run.stamp ## run one node of OpenSearch on loopback until Ctrl+C (NODE_PORT=9210)
	@$(BIN)/python -m benchmarks.servers --nodes 1 --port $(NODE_PORT)

cluster: $(VENV)/run.stamp ## the same with three nodes that are one cluster
	@$(BIN)/python -m benchmarks.servers --nodes 3 --port $(NODE_PORT)

quality: $(VENV)/test.stamp ## measure splitting, metadata and citations against the truth
	$(BIN)/python -m benchmarks.quality

peer-tests: $(VENV)/test.stamp ## run Whoosh-Reloaded's own tests over our codec
	$(BIN)/python -m benchmarks.peer $(VENV)/peer

mutate: $(VENV)/test.stamp ## put 100 small faults into the code: does a test notice each? (MUTATE='--again')
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mutate,test]'
	nice $(BIN)/python -m benchmarks.mutate --work $(VENV)/mutate $(MUTATE)

soak: $(VENV)/test.stamp ## try to lose an index, at length (TRIALS='damage queries', SHORT=--short)
	$(BIN)/python -m benchmarks.soak $(SHORT) --save $(VENV)/soak.md $(TRIALS)

cluster-soak: $(VENV)/test.stamp ## kill nodes and writers of a cluster, at length (SHORT=--short)
	$(BIN)/python -m benchmarks.soak.cluster $(SHORT) $(TRIALS)

bench: $(VENV)/run.stamp ## measure all of docs/PERFORMANCE.md (TEXTS=folder of .txt, STAGES='--stage index')
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python -m benchmarks.bench $(TEXTS) --serving-clauses 1000000 $(STAGES) \
	  --work $(VENV)/bench --json $(VENV)/bench.json --charts docs/charts

pictures: $(VENV)/test.stamp ## take the pictures of the documentation again (needs Chromium)
	$(BIN)/python tests/pictures.py

format: $(VENV)/test.stamp ## let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/pip.stamp ## pin every dependency again, for every Python and system we run on
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile setup.cfg --universal --python-version 3.10 --all-extras \
	  --no-annotate --no-header --quiet -o constraints.txt

clean: ## remove the environment and every cache
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
