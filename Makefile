.DEFAULT_GOAL := help
.PHONY: help setup demo test check library web e2e bench pictures catalogue lock clean
RUN := .venv/bin/
ARGS ?=
# One process for each core, at most four: each has its own database, files and browser.
PYTEST := $(RUN)pytest -n auto --maxprocesses 4

help: ## Visa vad som finns att köra
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Installera, bygg en påhittad kommuns lägesbild och visa den i webbläsaren (ARGS=--no-serve: bara bygg)
	@sh scripts/setup.sh run
	@$(RUN)lagesbild demo $(ARGS)

test: check library web e2e ## Installera det som testerna behöver och kör alla kontroller och tester
	@echo "Allt är godkänt."

setup:
	@sh scripts/setup.sh dev

check: setup ## Format, typer, importregler, mallar och dokumentation
	@echo "Kontrollerar …"
	@$(RUN)ruff format --check -q src tests benchmarks scripts
	@$(RUN)ruff check -q src tests benchmarks scripts
	@$(RUN)mypy
	@$(RUN)lint-imports --no-cache
	@$(RUN)deptry src
	@$(RUN)djlint src/lagesbild_web --check --lint
	@$(RUN)pytest tests/house

library: setup ## Testa biblioteket
	@echo "Testar biblioteket …"
	@$(PYTEST) tests/library --doctest-modules src/lagesbild

web: setup ## Testa webben på SQLite och PostgreSQL
	@echo "Testar webben på SQLite …"
	@$(PYTEST) tests/web
	@echo "Testar webben på PostgreSQL …"
	@$(PYTEST) tests/web --database=postgresql

e2e: setup ## Testa i en riktig webbläsare
	@sh scripts/chromium.sh
	@echo "Testar i webbläsaren på SQLite …"
	@$(RUN)pytest tests/e2e
	@echo "Testar hela berättelser på PostgreSQL …"
	@$(RUN)pytest tests/e2e/test_story.py tests/e2e/test_problem_to_effect.py --database=postgresql

bench: ## Mät våra metoder bredvid deras likar (ARGS=namn: bara den; ARGS=--quick: minsta storlekarna)
	@sh scripts/setup.sh bench
	@$(RUN)lagesbild bench $(ARGS)

pictures: setup ## Rita om bilderna i docs/en/methods ur öppna data (ARGS=metod: bara den)
	@$(RUN)python scripts/method_pictures $(ARGS)

catalogue: setup ## Samla orden på de sidor som finns på engelska och visa vad som inte är översatt
	@$(RUN)python scripts/catalogue.py

lock: setup ## Skriv om de låsta beroendena i requirements/
	@sh scripts/lock.sh

clean: ## Ta bort allt som går att bygga om
	rm -rf .venv out var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
