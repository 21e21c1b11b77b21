package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"pudding/directory"
	"pudding/nlu"
	"pudding/nlu/models"
	"pudding/nlu/names"
)

// maxValues is how many values the slot types of a model may have in all; the ones
// that the models come with are fewer than the rest.
const maxValues = 49_000

func modelsCommand() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "models [--known FILE] DIR",
		Short: "Write the interaction models with your own names in them",
		Long: `Models writes the skill's interaction models to DIR, a file for each locale, with
the nicknames in NICKNAMES as values of their slots, and with the names in FILE,
as people say them. What Alexa has heard before it hears better.

FILE holds a name a line, its kind and a tab before it, the likeliest first:

  user	taro-yamada
  bucket	prod-logs-eu-west-1`,
		Example: `  NICKNAMES='pudding=s3://our-fridge/puddings/' \
      pudding models --known names.tsv skill-package/interactionModels/custom`,
		Args: cobra.ExactArgs(1),
	}
	c.Flags().StringVar(&file, "known", "", "the file of names that exist")
	c.RunE = func(_ *cobra.Command, args []string) error {
		nicknames, err := nlu.ParseNicknames(os.Getenv("NICKNAMES"))
		if err != nil {
			return misuse("NICKNAMES: %v", err)
		}
		var known []names.Known
		if file != "" {
			if known, err = readKnown(file); err != nil {
				return failedError{err}
			}
		}
		if err := writeModels(args[0], nicknames, known); err != nil {
			return failedError{err}
		}
		return nil
	}
	return c
}

func writeModels(dir string, nicknames nlu.Nicknames, known []names.Known) error {
	for _, locale := range slices.Sorted(maps.Keys(models.Locales)) {
		var values []models.Value
		for _, e := range directory.Entities(nicknames.All(), known, locale, maxValues) {
			values = append(values, models.Value(e))
		}
		raw, err := models.Generate(locale, values...)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, locale+".json")
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			return fmt.Errorf("writing the model of %s: %w", locale, err)
		}
		fmt.Printf("%s: %d names\n", path, len(values))
	}
	return nil
}
