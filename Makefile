# One command for people and CI: make check.
GO ?= go
TOOL = $(GO) tool -modfile=tools.mod

.PHONY: check test fmt lint tidy mutants soak bench fuzz build reference release

check: fmt lint tidy test ## everything that must hold before a change lands

test:
	GORACE=atexit_sleep_ms=0 $(GO) test -race ./...

fmt:
	@out="$$($(TOOL) gofumpt -l $$(git ls-files -co --exclude-standard '*.go'))"; if [ -n "$$out" ]; then echo "not gofumpt-ed:"; echo "$$out"; exit 1; fi

lint:
	$(GO) vet ./...
	$(TOOL) golangci-lint run

tidy:
	$(GO) mod tidy -diff

mutants: ## every mutant of the judge must die
	cd tools/mutants && $(GO) run .

SOAK ?= 30m
soak: ## a guard and a mock server under load, faults, kill -9, a full disk and an unread terminal; the latter with -race
	CHATCB_SOAK=$(SOAK) $(GO) test -tags soak -timeout 2h -v -run '^TestGuardSoak$$' ./cmd
	CHATCB_SOAK=5m $(GO) test -race -timeout 1h -v -run '^TestSoak$$' ./mockserver

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

fuzz: ## each fuzz target for a short while
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	  $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime 20s $$p || exit 1; done; done

build:
	CGO_ENABLED=0 $(GO) build -trimpath -o dist/chatcb .

reference: ## docs/reference, the schema of chatcb.yaml and what the help is in Chinese, from the help of the commands
	cd tools/docs && $(GO) run . -md ../../docs/reference
	UPDATE=1 $(GO) test ./cmd -run '^(TestConfigSchemaIsGenerated|TestHelpInChinese)$$'

release: ## a trial of a release, below dist; nothing is published. Needs goreleaser and syft
	goreleaser release --snapshot --clean
