package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/spf13/cobra"

	"pudding/config"
	"pudding/doctor"
)

func doctorCommand() *cobra.Command {
	var function string
	c := &cobra.Command{
		Use:   "doctor [--function FILE]",
		Short: "Say what of a deployment will work, and what won't",
		Long: `Doctor reads the function's configuration from the environment (SOURCES,
SKILL_ID, CASES_TABLE and the others of the README) and examines the account that
the AWS credentials at hand are of: each permission by trying it, what the event
data store records, the table, the nicknames. It starts one query that reads next
to nothing, and puts one item into the table and takes it out again; nothing it
makes stays.

With --function it reads the environment of a deployed function instead, from what
aws lambda get-function-configuration prints.

What it says of permissions is of the credentials it runs with. A line for each item:
ok; note, where it works but may not be meant so; FAIL, with what to do. It exits 1
if anything fails.`,
		Example: `  SOURCES='lake://0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0?region=eu-west-1 history://eu-west-1' \
      SKILL_ID=amzn1.ask.skill.… CASES_TABLE=pudding-Cases pudding doctor
  aws lambda get-function-configuration --output json --function-name NAME | pudding doctor --function -`,
		Args: cobra.NoArgs,
	}
	c.Flags().StringVar(&function, "function", "", "the file with a function's configuration, - for standard input")
	c.RunE = func(c *cobra.Command, _ []string) error {
		getenv := os.Getenv
		if function != "" {
			deployed, err := environmentOf(function, c.InOrStdin())
			if err != nil {
				return failedError{err}
			}
			getenv = func(name string) string { return deployed[name] }
		}
		settings, err := config.Read(getenv)
		if err != nil {
			return misuse("%v", err)
		}
		return examine(c.Context(), settings)
	}
	return c
}

// environmentOf is the environment in a function's configuration, as the AWS CLI
// prints it.
func environmentOf(file string, stdin io.Reader) (map[string]string, error) {
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		stdin = f
	}
	var function struct {
		Environment struct{ Variables map[string]string }
	}
	if err := json.NewDecoder(stdin).Decode(&function); err != nil {
		return nil, fmt.Errorf("reading the function's configuration: %w: it should be what aws lambda get-function-configuration --output json prints", err)
	}
	if function.Environment.Variables == nil {
		return nil, errors.New("the function's configuration has no Environment with Variables: it should be what aws lambda get-function-configuration --output json prints")
	}
	return function.Environment.Variables, nil
}

func examine(ctx context.Context, settings config.Config) error {
	account, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return failedError{fmt.Errorf("reading the AWS configuration: %w", err)}
	}
	worst := doctor.Examine(ctx, settings, account, func(f doctor.Finding) {
		fmt.Printf("%-4s  %s %s\n", f.Grade, f.Item, f.Found)
		if f.Remedy != "" {
			fmt.Printf("      → %s\n", f.Remedy)
		}
	})
	if worst == doctor.Broken {
		return errFailed
	}
	return nil
}
