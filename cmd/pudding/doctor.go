package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/spf13/cobra"

	"pudding/booth/scene"
	"pudding/doctor"
)

func doctorCommand() *cobra.Command {
	var e events
	var function string
	var embedded bool
	c := &cobra.Command{
		Use:   "doctor [--function FILE | --embedded]",
		Short: "Say what of a deployment will work, and what won't",
		Long: `Doctor reads the function's configuration from the environment (SOURCES,
SKILL_ID, CASES_TABLE and the others of the README) and examines the account that
the AWS credentials at hand are of: each permission by trying it, what the event
data store records, the table, the nicknames. It starts one query that reads next
to nothing and cancels it, and puts one item into the table and takes it out again.
Where it may not cancel, the query ends by itself; where it may not delete, the item
stays until it expires, after a minute. What it says of permissions is of the
credentials it runs with.

With --function it examines a deployed function, by what aws lambda
get-function-configuration prints of it: its environment, and its role. That it
can't take; IAM tells what the role may do, if the credentials at hand may call
iam:SimulatePrincipalPolicy.

With --embedded it examines the embedded Lake in the account's place: what can be
answered from the events that ask and booth would answer from, and the nicknames.

A line for each item: ok; note, where it works but may not be meant so; FAIL, with
what to do. It exits 1 if anything fails.`,
		Example: `  SOURCES='lake://0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0?region=eu-west-1 history://eu-west-1' \
      SKILL_ID=amzn1.ask.skill.… CASES_TABLE=pudding-Cases pudding doctor
  aws lambda get-function-configuration --output json --function-name NAME | pudding doctor --function -
  pudding doctor --embedded --logs ./AWSLogs`,
		Args: cobra.NoArgs,
	}
	e.flags(c.Flags())
	c.Flags().StringVar(&function, "function", "", "the file with a function's configuration, - for standard input")
	c.Flags().BoolVar(&embedded, "embedded", false, "examine the embedded Lake, with the events of --logs and --store")
	c.MarkFlagsMutuallyExclusive("function", "embedded")
	c.RunE = func(c *cobra.Command, _ []string) error {
		switch {
		case embedded:
			return examineEmbedded(c.Context(), e)
		case !e.usesScene():
			return misuse("--logs and --store are for --embedded: an account has its own events")
		case function != "":
			return examineFunction(c.Context(), function, c.InOrStdin())
		}
		return examine(c.Context(), os.Getenv, "", doctor.Function{})
	}
	return c
}

// examineFunction examines a deployed function by its configuration.
func examineFunction(ctx context.Context, file string, stdin io.Reader) error {
	f, err := readFunction(file, stdin)
	if err != nil {
		return failedError{err}
	}
	getenv := func(name string) string { return f.Environment.Variables[name] }
	return examine(ctx, getenv, f.region(), doctor.Function{Role: f.Role, LogGroup: f.LoggingConfig.LogGroup})
}

// deployed is a function's configuration, as the AWS CLI prints it.
type deployed struct {
	FunctionArn   string
	Role          string
	Environment   struct{ Variables map[string]string }
	LoggingConfig struct{ LogGroup string }
}

func (d deployed) region() string {
	if parts := strings.Split(d.FunctionArn, ":"); len(parts) > 3 {
		return parts[3]
	}
	return ""
}

func readFunction(file string, stdin io.Reader) (d deployed, err error) {
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return d, err
		}
		defer f.Close()
		stdin = f
	}
	if err := json.NewDecoder(stdin).Decode(&d); err != nil {
		return d, fmt.Errorf("reading the function's configuration: %w: it should be what aws lambda get-function-configuration --output json prints", err)
	}
	if d.Environment.Variables == nil {
		return d, errors.New("the function's configuration has no Environment with Variables: it should be what aws lambda get-function-configuration --output json prints")
	}
	return d, nil
}

// examine examines the account of the credentials at hand, in a region, the usual
// one if it is empty.
func examine(ctx context.Context, getenv func(string) string, region string, function doctor.Function) error {
	account, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return failedError{fmt.Errorf("reading the AWS configuration: %w", err)}
	}
	account.Region = cmp.Or(region, account.Region)
	return concluded(doctor.Examine(ctx, getenv, account, function, tell))
}

// examineEmbedded examines the embedded Lake, with the settings that a conversation
// on this machine has.
func examineEmbedded(ctx context.Context, e events) error {
	lake, err := e.serve(ctx, "127.0.0.1:0", time.Now(), time.UTC)
	if err != nil {
		return err
	}
	defer lake.Close()
	embedded := map[string]string{"SOURCES": "lake://" + lake.EventDataStore + "?region=" + embeddedRegion, "SKILL_ID": localSkillID}
	if e.usesScene() {
		embedded["NICKNAMES"] = envOr("NICKNAMES", scene.Nicknames)
	}
	found, err := recorded(ctx, lake)
	if err != nil {
		return failedError{err}
	}
	getenv := func(name string) string { return cmp.Or(embedded[name], os.Getenv(name)) }
	return concluded(doctor.ExamineEmbedded(ctx, getenv, embeddedAccount(lake.URL), found, tell))
}

// recorded is what an embedded Lake holds.
func recorded(ctx context.Context, lake *lakeServer) (doctor.Events, error) {
	extent, err := lake.store.Extent(ctx)
	if err != nil {
		return doctor.Events{}, err
	}
	known, err := recordedNames(lake, time.Now).Names(ctx)
	if err != nil {
		return doctor.Events{}, fmt.Errorf("listing the names in the events: %w", err)
	}
	return doctor.Events{Count: extent.Events, First: extent.First, Last: extent.Last, Known: known}, nil
}

func tell(f doctor.Finding) {
	fmt.Printf("%-4s  %s %s\n", f.Grade, f.Item, f.Found)
	if f.Remedy != "" {
		fmt.Printf("      → %s\n", f.Remedy)
	}
}

func concluded(worst doctor.Grade) error {
	if worst == doctor.Broken {
		return errFailed
	}
	return nil
}
