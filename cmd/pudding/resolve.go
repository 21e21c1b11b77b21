package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"pudding/nlu/names"
)

func resolveCommand() *cobra.Command {
	var file, locale string
	var kinds []string
	c := &cobra.Command{
		Use:   "resolve --known FILE [--kind KIND]… [--locale LOCALE]",
		Short: "Find the names that exist for names that were heard",
		Long: `Resolve reads names as a voice service heard and wrote them, one a line, from
standard input, and finds those that exist: users, roles, buckets, whatever is
listed in FILE. It compares how names sound, in English and in Japanese.

FILE holds a name a line, its kind and a tab before it:

  user	taro-yamada
  bucket	prod-logs-eu-west-1

For each line that is read one is written, its fields apart by tabs: what was
heard; the decision; then the nearest names, at most three, each with its score
from 0 to 1. The decision is of the first:

  take     it is meant: all of it was heard, and nothing else
           (score 0.9 and more)
  ask      it may be meant: ask "did you mean" (0.5 and more)
  refuse   there is no such name

Names that sound the same are never taken, nor is one of which a digit, the
environment or the region was heard otherwise.`,
		Example: `  echo 'taro dash yamada' | pudding resolve --known names.tsv --kind user
  echo '本番ログEUウェスト1' | pudding resolve --known names.tsv --locale ja-JP`,
		Args: cobra.NoArgs,
	}
	c.Flags().StringVar(&file, "known", "", "the file of names that exist")
	c.Flags().StringArrayVar(&kinds, "kind", nil, "find names of this kind only; may be repeated")
	c.Flags().StringVar(&locale, "locale", "en-US", "the locale that the names were heard in: en-… or ja-JP")
	_ = c.MarkFlagRequired("known")
	c.RunE = working(func(_ context.Context, _ []string) error {
		if _, err := names.New(nil, locale); err != nil {
			return misuse("%v", err)
		}
		if _, err := os.Stat(file); err != nil {
			return misuse("%v", err)
		}
		known, err := readKnown(file)
		if err != nil {
			return err
		}
		index, err := names.New(known, locale)
		if err != nil {
			return err
		}
		return resolve(index, kinds, os.Stdin, os.Stdout)
	})
	return c
}

// readKnown reads the names that exist from a file of lines of a kind, a tab and
// a name. Its errors name the file and the line.
func readKnown(file string) ([]names.Known, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var known []names.Known
	err = eachLine(f, file, func(line string) error {
		kind, name, ok := strings.Cut(line, "\t")
		switch {
		case line == "":
			return nil
		case !ok || kind == "" || name == "" || strings.Contains(name, "\t"):
			return fmt.Errorf("%.80q is not a kind, a tab and a name", line)
		}
		known = append(known, names.Known{Kind: kind, Name: name})
		return nil
	})
	return known, err
}

// resolve answers each line as soon as it is read.
func resolve(index *names.Index, kinds []string, heard io.Reader, to io.Writer) error {
	return eachLine(heard, "standard input", func(line string) error {
		if strings.Contains(line, "\t") {
			return fmt.Errorf("%.80q holds a tab", line)
		}
		answer := index.Resolve(line, kinds...)
		fields := []string{line, answer.Decision.String()}
		for _, m := range answer.Matches {
			fields = append(fields, m.Name, fmt.Sprintf("%.3f", m.Score))
		}
		_, err := fmt.Fprintln(to, strings.Join(fields, "\t"))
		return err
	})
}

// eachLine calls do with each line. What is wrong is told with the name of what
// is read and the number of the line.
func eachLine(r io.Reader, name string, do func(string) error) error {
	lines := bufio.NewScanner(r)
	n := 1
	for ; lines.Scan(); n++ {
		line := lines.Text()
		if !utf8.ValidString(line) {
			return fmt.Errorf("%s:%d: is not valid UTF-8", name, n)
		}
		if err := do(line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", name, n, err)
	}
	return nil
}
