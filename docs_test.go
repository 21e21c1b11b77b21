package pudding_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// message is what a line of the log says.
var message = regexp.MustCompile(`\.Msg\("([^"]+)"\)`)

// TestEveryLineOfTheLogIsExplained names a message that docs/operations.md doesn't.
func TestEveryLineOfTheLogIsExplained(t *testing.T) {
	docs, err := os.ReadFile("docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, folder := range []string{"ask", "cases", "directory", "intents", "lake", "lambda", "lastused", "speech"} {
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range message.FindAllStringSubmatch(string(source), -1) {
				seen++
				if !strings.Contains(string(docs), m[1]) {
					t.Errorf("%s logs %q, which docs/operations.md doesn't explain", path, m[1])
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen < 30 {
		t.Errorf("only %d messages were found", seen)
	}
}

// TestEveryAlarmIsExplained names one that docs/operations.md doesn't.
func TestEveryAlarmIsExplained(t *testing.T) {
	docs, err := os.ReadFile("docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	template, err := os.ReadFile("infra/template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	alarms := regexp.MustCompile(`(?m)^  (\w+):\n    Type: AWS::CloudWatch::Alarm`).FindAllStringSubmatch(string(template), -1)
	for _, m := range alarms {
		if !strings.Contains(string(docs), "| `"+m[1]+"` |") {
			t.Errorf("docs/operations.md doesn't explain %s", m[1])
		}
	}
	if len(alarms) < 5 {
		t.Errorf("only %d alarms were found", len(alarms))
	}
}

// TestEveryVariableIsInTheReadme names one that the README doesn't.
func TestEveryVariableIsInTheReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("config/config.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`getenv(?:\(|, )"([A-Z_]+)"`).FindAllStringSubmatch(string(source), -1) {
		if m[1] != "AWS_LAMBDA_FUNCTION_NAME" && m[1] != "ALEXA_LOOPBACK" && !strings.Contains(string(readme), "`"+m[1]+"`") {
			t.Errorf("the README doesn't tell of %s", m[1])
		}
	}
}

// TestEveryCodeIsExplained names a code of a failure that docs/operations.md doesn't.
func TestEveryCodeIsExplained(t *testing.T) {
	docs, err := os.ReadFile("docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("lake/errors.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`Code = "([a-z_]+)"`).FindAllSubmatch(source, -1)
	for _, code := range codes {
		if !regexp.MustCompile("(?m)^\\| [^|]*`" + string(code[1]) + "`[^|]* \\|").Match(docs) {
			t.Errorf("docs/operations.md has no row for the code %s", code[1])
		}
	}
	if len(codes) < 15 {
		t.Errorf("only %d codes were found", len(codes))
	}
}
