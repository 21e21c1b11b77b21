package main

import (
	"context"
	"fmt"
	"os"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/spf13/cobra"

	"pudding/config"
	"pudding/doctor"
)

func doctorCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what of a deployment will work, and what won't",
		Long: `Doctor reads the function's configuration from the environment (SOURCES,
SKILL_ID, CASES_TABLE and the others of the README) and examines the account that
the AWS credentials at hand are of: each permission by trying it, what the event
data store records, the table, the nicknames. It starts one query that reads next
to nothing, and puts one item into the table and takes it out again; nothing it
makes stays.

Run it with the function's own role to examine that role. A line for each item:
ok; note, where it works but may not be meant so; FAIL, with what to do. It exits 1
if anything fails.`,
		Example: `  SOURCES='lake://0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0?region=eu-west-1 history://eu-west-1' \
      SKILL_ID=amzn1.ask.skill.… CASES_TABLE=pudding-Cases pudding doctor`,
		Args: cobra.NoArgs,
	}
	c.RunE = func(c *cobra.Command, _ []string) error {
		settings, err := config.Read(os.Getenv)
		if err != nil {
			return misuse("%v", err)
		}
		return examine(c.Context(), settings)
	}
	return c
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
