# `make` alone lists what there is. Every target installs what it needs first.
.DEFAULT_GOAL := help
SHELL := /bin/sh

# Services run their TypeScript as it is, which Node can from 22.18 on. An older one is replaced, for this project
# alone, by one from npm.
RECENT_NODE := $(shell node -p '((v) => v[0] > 22 || (v[0] == 22 && v[1] >= 18))(process.versions.node.split("."))' 2>/dev/null)
ifneq ($(RECENT_NODE),true)
FETCHED_NODE := .node/fetched
export PATH := $(CURDIR)/.node/bin:$(PATH)
endif

# Not through npx, which would stand between a Ctrl-C and the command.
SYSTOLE := node --disable-warning=ExperimentalWarning cli/src/main.ts

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

.PHONY: install
install: node_modules/.package-lock.json ## install what is needed, where it is not there yet

.node/fetched: scripts/fetch-node.sh
	@scripts/fetch-node.sh

# npm writes this file when it is done, so an installation that was interrupted is done again.
node_modules/.package-lock.json: package-lock.json | $(FETCHED_NODE)
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

client/dist/index.html: $(shell find client -type f -not -path '*/dist/*' -not -path '*/node_modules/*') | node_modules/.package-lock.json
	@echo 'Building the dashboard …'
	@npm run --silent --workspace client build -- --logLevel warn
	@touch $@

.PHONY: up
up: install client/dist/index.html ## run everything without Docker: database, simulator, ingestion, API, dashboard
	@$(SYSTOLE) up

.PHONY: down
down: install ## stop what `make up` runs
	@$(SYSTOLE) down

.PHONY: logs
logs: install ## follow the logs of `make up`
	@$(SYSTOLE) logs --follow

.PHONY: status
status: install ## what is there of each user: rows, first, last, freshness, gaps
	@$(SYSTOLE) status

.PHONY: reset
reset: install ## delete the embedded database and all that is in it
	@$(SYSTOLE) reset

.PHONY: check
check: install ## types, lint and format
	npm run --silent check

.PHONY: test
test: install debian-packages ## every check and every test
	npm run --silent check
	npx vitest run --reporter=default --reporter=json --outputFile.json=test-results/vitest.json

.PHONY: debian-packages
debian-packages: ## install the programs of Debian that `make test` and `make monitor` need
	@scripts/install-debian-packages.sh

.PHONY: monitor
monitor: install debian-packages ## watch what `make up` runs: Prometheus, Alertmanager, exporters
	@node --disable-warning=ExperimentalWarning monitoring/src/monitor.ts

DOCTORS ?= etl/samples/doctors.xlsx
APPOINTMENTS ?= etl/samples/appointments.xlsx

.PHONY: etl
etl: install ## take in DOCTORS=… and APPOINTMENTS=…, and answer the reports; samples where they are not given
	@$(SYSTOLE) import doctors "$(DOCTORS)"
	@$(SYSTOLE) import appointments "$(APPOINTMENTS)"

.PHONY: queries
queries: install ## answer the reports about the appointments
	@$(SYSTOLE) report

.PHONY: backup
backup: ## write the database into one file, FILE=… or below data/backups/
	@scripts/backup.sh $(FILE)

.PHONY: restore
restore: ## bring the backup FILE=… back into an empty database
	@scripts/restore.sh $(FILE)

.PHONY: generate
generate: install ## write dashboards and the table of metrics anew after a change of their code
	npm run --silent --workspace monitoring generate

.PHONY: format
format: install ## bring all files into the project's format
	npm run --silent format

.PHONY: schema
schema: install ## write db-init-service/schema.sql anew after a change of migrations or catalog
	npm run --silent --workspace db-init-service schema

.PHONY: bench
bench: install ## measure everything beside the limits of the database, on DATABASE_URL or the embedded one
	@node --disable-warning=ExperimentalWarning bench/src/main.ts

.PHONY: bench-quick
bench-quick: install ## the same at small sizes, in about two minutes
	@node --disable-warning=ExperimentalWarning bench/src/main.ts --quick

.PHONY: clean
clean: ## delete what was installed and built; data/ stays
	rm -rf node_modules .node client/dist test-results coverage .eslintcache
