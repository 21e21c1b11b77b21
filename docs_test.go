package pudding_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryLineOfTheLogIsExplained names a message that docs/operations.md doesn't
// explain in a row of its own, and a row for what is never logged.
func TestEveryLineOfTheLogIsExplained(t *testing.T) {
	logged, explained := messagesOfTheCode(t), messagesOfTheDocs(t)
	rows := map[string]bool{}
	for _, cell := range explained {
		for parts := strings.Split(cell, "; "); len(parts) > 0; {
			n := messageAt(parts, logged)
			if n == 0 {
				t.Errorf("docs/operations.md explains %q, which nothing logs", parts[0])
				n = 1
			}
			rows[strings.Join(parts[:n], "; ")] = true
			parts = parts[n:]
		}
	}
	for message, file := range logged {
		if !rows[message] {
			t.Errorf("%s logs %q, which no row of docs/operations.md explains", file, message)
		}
	}
	if len(logged) < 30 {
		t.Errorf("only %d messages were found", len(logged))
	}
}

// messageAt is of how many of the first parts a message is made, 0 if of none: there
// may be a semicolon in the message itself.
func messageAt(parts []string, logged map[string]string) int {
	for n := range parts {
		if _, ok := logged[strings.Join(parts[:n+1], "; ")]; ok {
			return n + 1
		}
	}
	return 0
}

// messagesOfTheCode are what lines of the log say, with a file that logs each.
func messagesOfTheCode(t *testing.T) map[string]string {
	t.Helper()
	message := regexp.MustCompile(`\.Msg\("([^"]+)"\)`)
	logged := map[string]string{}
	for _, folder := range []string{"ask", "cases", "directory", "intents", "lake", "lambda", "lastused", "speech"} {
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, m := range message.FindAllStringSubmatch(string(source), -1) {
				logged[m[1]] = path
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return logged
}

// messagesOfTheDocs are the first cells of the rows that tell what a line means.
func messagesOfTheDocs(t *testing.T) (cells []string) {
	t.Helper()
	docs, err := os.ReadFile("docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(docs), "\n## What a line means")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, row := range regexp.MustCompile(`(?m)^\| ([^|]+) \|`).FindAllStringSubmatch(section, -1) {
		if row[1] != "message" && row[1] != "---" {
			cells = append(cells, row[1])
		}
	}
	return cells
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
