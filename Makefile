# make demo   questions in English and Japanese, on the scene that ships
# make test   everything that CI checks
# make build  the Lambda function's bootstrap, for arm64 and amd64
# make package  build/pudding.zip, which is what Lambda takes: the same bytes for the same commit
# make deploy   the function and what it needs, with the AWS SAM CLI; see docs/deploy.md
# make endpoint FUNCTION=ARN  tells the skill's manifest which function Alexa is to call
# make simulate  turns with faults in virtual time; TURNS says how many
# make bench  the benchmarks, and the function beside its rivals (bench-turns alone);
#             docs/performance.md says how its figures were made
# make bench-memory  the function's turns with the CPU that comes with each size of memory, as root
# make generate  the interaction models, from nlu/models, and the catalogues, from speech/locales

.DEFAULT_GOAL := demo

GO ?= go
STATICCHECK := $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.7.0

# The demo's questions, one a line: locale and utterances. Each query is held up a
# while, as the real service would take longer than that; the last one's outlives
# its turn.
define QUESTIONS
en-US	who ate my pudding yesterday
en-US	who used the recipes bucket yesterday between 9 am and noon
en-US	what did oscar dot lind do yesterday
en-US	who terminated an instance in the last three days
en-US	who read the recipes bucket yesterday	any news
ja-JP	昨日プリンを食べたのは誰
ja-JP	昨日recipesバケットを使ったのは誰
ja-JP	oscar.lindは昨日何をした
ja-JP	過去3日にインスタンスを削除したのは誰
ja-JP	昨日recipesバケットを読んだのは誰	何かわかった
endef
export QUESTIONS

.PHONY: demo
demo: build/pudding
	@echo "$$QUESTIONS" | while IFS='	' read -r locale question later; do \
	  echo; build/pudding ask --lake-delay "$$(test "$$later" && echo 8s || echo 1500ms)" --locale "$$locale" "$$question" $${later:+"$$later"} || exit 1; \
	done

.PHONY: build/pudding
build/pudding:
	@$(GO) build -o $@ ./cmd/pudding

.PHONY: test
test: vet staticcheck unit schema infra grammar dynalite simulate package-check guide

.PHONY: vet
vet:
	test -z "$$(gofmt -l .)" || { gofmt -l . ; exit 1; }
	$(GO) vet ./...

.PHONY: staticcheck
staticcheck:
	$(STATICCHECK) ./...

.PHONY: unit
unit:
	$(GO) test ./...

# What the skill really emits and accepts, and the skill package, against
# Amazon's own types.
.PHONY: schema
schema:
	cd ask/schema && npm ci --silent && npm test --silent >test.log 2>&1 || { cat test.log; exit 1; }
	cd ask/schema && node models.mjs
	rm -rf build/envelopes && mkdir -p build/envelopes
	PUDDING_ENVELOPES=$(CURDIR)/build/envelopes $(GO) test -count=1 -run 'TestConversations|TestAPIN' ./intents
	cd ask/schema && node check.mjs $(CURDIR)/build/envelopes

.PHONY: infra
infra:
	cd infra/check && npm ci --silent && npm test --silent >test.log 2>&1 || { cat test.log; exit 1; }
	cd infra/check && node check.mjs

# The templates' statements, by a grammar of Trino that nobody here wrote.
.PHONY: grammar
grammar:
	cd lake/grammar && npm ci --silent && npm run --silent build
	cd lake/grammar && npm test --silent >test.log 2>&1 || { cat test.log; exit 1; }
	rm -rf build/statements && mkdir -p build/statements
	PUDDING_STATEMENTS=$(CURDIR)/build/statements $(GO) test -count=1 -run TestEveryTemplate ./lake
	node lake/grammar/check.mjs $(CURDIR)/build/statements

# The store of cases and the budgets on another implementation of DynamoDB.
.PHONY: dynalite
dynalite:
	cd cases/dynalite && npm ci --silent
	node cases/dynalite/with.mjs $(GO) test -count=1 ./cases ./lake/quota

TURNS ?= 3000

.PHONY: simulate
simulate: build/pudding
	build/pudding simulate --turns $(TURNS)

# The same flags as in lambda's test, so that both are built once. Without the state
# of the repository: the program depends on nothing but its source.
FUNCTION_FLAGS := -tags lambda.norpc -trimpath -buildvcs=false -ldflags "-s -w"

# Hence the function is built, and packed, by the very release of Go that go.mod names,
# and what the caller has set for Go doesn't reach it: neither variables, nor go env -w,
# nor a go.work. What the build lacks is fetched before, in the caller's own way.
TOOLCHAIN := $(shell sed -n 's/^toolchain //p' go.mod)
FETCH := GOTOOLCHAIN=$(TOOLCHAIN) GOFLAGS= CGO_ENABLED=0 GOOS=linux $(GO) list -deps -tags lambda.norpc ./lambda >/dev/null
ALONE := env -i PATH="$$PATH" HOME="$$HOME" GOCACHE="$$($(GO) env GOCACHE)" GOMODCACHE="$$($(GO) env GOMODCACHE)" \
  GOENV=off GOPROXY=off GOWORK=off GOTOOLCHAIN=$(TOOLCHAIN) CGO_ENABLED=0

.PHONY: build
build: build/arm64/bootstrap build/amd64/bootstrap

.PHONY: build/arm64/bootstrap build/amd64/bootstrap
build/arm64/bootstrap build/amd64/bootstrap: build/%/bootstrap:
	@GOARCH=$* $(FETCH)
	$(ALONE) GOOS=linux GOARCH=$* GOARM64=v8.0 GOAMD64=v1 $(GO) build $(FUNCTION_FLAGS) -o $@ ./lambda

# pudding.zip is for arm64, which is deployed, and pudding-amd64.zip of the same
# source for machines that cannot run that.
.PHONY: package
package: build
	@$(ALONE) $(GO) run ./infra/package build/arm64/bootstrap build/pudding.zip
	@$(ALONE) $(GO) run ./infra/package build/amd64/bootstrap build/pudding-amd64.zip

# What was packed answers the Runtime API; and the same source is packed as the same
# bytes in another place, where everything is set otherwise.
OTHERWISE := TZ=Asia/Tokyo LC_ALL=C GOFLAGS=-gcflags=-N GOAMD64=v2 GOARM64=v8.2 GOEXPERIMENT=nogreenteagc GOFIPS140=latest GO_EXTLINK_ENABLED=1

.PHONY: package-check
package-check: package
	PUDDING_PACKAGE=$(CURDIR)/build/pudding$(if $(filter amd64,$(shell $(GO) env GOARCH)),-amd64).zip $(GO) test -count=1 ./lambda
	set -e; elsewhere=$$(mktemp -d); trap 'rm -rf "$$elsewhere"' EXIT; umask 077; \
	git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$$elsewhere"; \
	$(OTHERWISE) $(MAKE) -s -C "$$elsewhere" package; \
	cmp build/pudding.zip "$$elsewhere/build/pudding.zip"; cmp build/pudding-amd64.zip "$$elsewhere/build/pudding-amd64.zip"

# Each command of docs/deploy.md, in its order. AWS and its command lines are played;
# of Alexa's the command line is the real one.
.PHONY: guide
guide:
	$(GO) vet -tags guide .
	$(GO) test -count=1 -tags guide .

# Its answers are kept beside the template, in infra/samconfig.toml, and offered the
# next time. To deploy what is deployed already is no fault.
.PHONY: deploy
deploy:
	@command -v sam >/dev/null || { \
	  echo "make deploy: the AWS SAM CLI (sam) is not installed. Install it with 'pipx install aws-sam-cli' or 'brew install aws-sam-cli', or see" >&2; \
	  echo "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/install-sam-cli.html" >&2; \
	  exit 1; }
	$(MAKE) package
	sam deploy --guided --template-file infra/template.yaml --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset

# The ARN is the stack's output FunctionArn.
.PHONY: endpoint
endpoint:
	@$(GO) run ./infra/endpoint "$(FUNCTION)"

.PHONY: generate
generate:
	$(GO) generate ./nlu/models ./speech/locales

.PHONY: bench
bench: bench-turns
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Whole processes over a folder of log files, EVENTS, beside jq and DuckDB alone.
.PHONY: bench-logs
bench-logs: build/pudding
	docs/bench/logs.sh $(EVENTS)

# The function as a whole, beside a function that only says hello and the same
# welcome on Node.
.PHONY: bench-turns
bench-turns: build/amd64/bootstrap
	CGO_ENABLED=0 $(GO) build $(FUNCTION_FLAGS) -o build/hello/bootstrap ./docs/bench/hello
	cd docs/bench/node && npm ci --silent && npm run --silent build
	$(GO) run ./docs/bench/turns

.PHONY: bench-memory
bench-memory: build/amd64/bootstrap
	$(GO) run ./docs/bench/turns --memory
