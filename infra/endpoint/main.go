// Endpoint writes the function's ARN into the skill's manifest, where Alexa finds
// whom to call. The function must be deployed before: Alexa takes no endpoint that
// the skill may not call.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/tidwall/sjson"

	"pudding/internal/lazyregexp"
)

const (
	manifest = "skill-package/skill.json"
	uri      = "manifest.apis.custom.endpoint.uri"
)

// function is the ARN of a function, or of an alias of it, where Alexa calls them
// (Alexa Skills Kit, "Host a Custom Skill as an AWS Lambda Function").
var function = lazyregexp.New(`^arn:aws:lambda:(us-east-1|us-west-2|eu-west-1|ap-northeast-1):[0-9]{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?$`)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./infra/endpoint FUNCTION-ARN")
		os.Exit(2)
	}
	if err := write(manifest, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "endpoint:", err)
		os.Exit(1)
	}
	fmt.Printf("%s: Alexa calls %s\n", manifest, os.Args[1])
}

func write(file, arn string) error {
	if !function.MatchString(arn) {
		return fmt.Errorf("%q is not what the stack's output FunctionArn holds: the ARN of a function in us-east-1, us-west-2, eu-west-1 or ap-northeast-1", arn)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	after, err := sjson.SetBytes(before, uri, arn)
	if err != nil {
		return fmt.Errorf("writing the endpoint into %s: %w", file, err)
	}
	// Laid out as the ASK CLI does it, which writes the file with each deployment: the
	// endpoint is all that ever changes in it.
	var neat bytes.Buffer
	if err := json.Indent(&neat, after, "", "  "); err != nil {
		return fmt.Errorf("laying out %s: %w", file, err)
	}
	return os.WriteFile(file, neat.Bytes(), 0o644)
}
