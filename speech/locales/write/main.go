// Command write makes the catalogues that the skill reads, a flat list of
// messages in JSON, of those that people write: reading TOML would take longer
// than all else that a function does as it starts.
package main

import (
	"log"
	"os"

	"pudding/speech/locales"
)

func main() {
	log.SetFlags(0)
	for _, language := range []string{"en", "ja"} {
		toml, err := os.ReadFile(language + ".toml")
		if err != nil {
			log.Fatal(err)
		}
		flat, err := locales.Flatten(toml)
		if err != nil {
			log.Fatalf("%s.toml: %v", language, err)
		}
		if err := os.WriteFile(language+".json", flat, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
