# make demo   three questions in English and Japanese, on the scene that ships
# make test   everything that CI checks
# make build  the Lambda function's bootstrap, for arm64 and amd64

.DEFAULT_GOAL := demo

.PHONY: test
test: vet unit

.PHONY: vet
vet:
	test -z "$$(gofmt -l .)" || { gofmt -l . ; exit 1; }
	go vet ./...

.PHONY: unit
unit:
	go test ./...
