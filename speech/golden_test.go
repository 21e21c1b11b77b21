package speech

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The golden files are the place to read what the skill says.
func TestScenesAreToldAsInTheGoldenFiles(t *testing.T) {
	for name, scene := range scenes {
		for _, locale := range []string{"en-US", "ja-JP"} {
			t.Run(name+" in "+locale, func(t *testing.T) {
				a := scene.in(locale)
				got := strings.Join([]string{a.SSML, a.Reprompt, a.CardTitle, a.CardText}, "\n\n") + "\n"
				file := golden(name, locale)
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("(-want +got), or run the test with -update:\n%s", diff)
				}
			})
		}
	}
}

func golden(scene, locale string) string {
	return filepath.Join("testdata", "golden", strings.NewReplacer(" ", "-", ",", "", "'", "").Replace(scene)+"."+locale+".txt")
}

func TestEveryGoldenFileHasItsScene(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "golden", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range scenes {
		for _, locale := range []string{"en-US", "ja-JP"} {
			files = slices.DeleteFunc(files, func(file string) bool { return file == golden(name, locale) })
		}
	}
	if len(files) > 0 {
		t.Errorf("no scene is told in %v", files)
	}
}
