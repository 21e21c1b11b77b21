// Command pudding asks who did what in an AWS account, from the command line,
// and runs the pieces that the Alexa skill is made of on one machine.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitFailed = 1 // the question, or the work, failed
	exitMisuse = 2 // the command was not understood
)

// errFailed says that what went wrong has been told already.
var errFailed = errors.New("failed")

// failedError is an error of the work, not of how the command was used.
type failedError struct{ err error }

func (e failedError) Error() string { return e.err.Error() }
func (e failedError) Unwrap() error { return e.err }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	root := &cobra.Command{
		Use:   "pudding",
		Short: "Ask who ate the pudding",
		Long: `Pudding answers "who ate my pudding" for an AWS account: who used a bucket,
what a user did, what was done with an access key. It asks the account's
CloudTrail events. Here they come from log files, through an embedded
CloudTrail Lake that speaks the service's own API.`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(askCommand(), boothCommand(), doctorCommand(), lakeCommand(), loadCommand(), modelsCommand(), resolveCommand(), scheduleCommand(), simulateCommand())
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var failed failedError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.As(err, &failed):
		fmt.Fprintln(os.Stderr, "pudding:", err)
		return exitFailed
	default:
		fmt.Fprintf(os.Stderr, "pudding: %v\nSee 'pudding --help'.\n", err)
		return exitMisuse
	}
}

// working marks what fn returns as an error of the work.
func working(fn func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		err := fn(c.Context(), args)
		var misuse misuseError
		if err == nil || errors.Is(err, errFailed) || errors.As(err, &misuse) {
			return err
		}
		return failedError{err}
	}
}

// misuseError is a wrong flag or argument that only shows when it is used.
type misuseError struct{ message string }

func (e misuseError) Error() string { return e.message }

func misuse(format string, args ...any) error { return misuseError{fmt.Sprintf(format, args...)} }
