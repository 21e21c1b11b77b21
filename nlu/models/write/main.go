// Command write writes the interaction models of all locales. It is run by go
// generate ./nlu/models.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"pudding/nlu/models"
)

func main() {
	for locale := range models.Locales {
		raw, err := models.Generate(locale)
		if err == nil {
			err = os.WriteFile(filepath.Join("../../skill-package/interactionModels/custom", locale+".json"), raw, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "write:", err)
			os.Exit(1)
		}
	}
}
