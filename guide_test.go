//go:build guide

package pudding_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/tidwall/sjson"

	"pudding/internal/accounttest"
	"pudding/lake/local"
)

// The command lines of AWS and of Alexa are played by this test's own program,
// under their names: as strict as they are about the order of things.
func TestMain(m *testing.M) {
	plays := map[string]func(*cloud, []string) error{"ask": (*cloud).ask, "aws": (*cloud).aws, "sam": (*cloud).sam}
	play, ok := plays[filepath.Base(os.Args[0])]
	if !ok {
		os.Exit(m.Run())
	}
	c := &cloud{file: os.Getenv("GUIDE_CLOUD")}
	if err := c.read(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := play(c, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
	if err := c.write(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const (
	givenSkill = "amzn1.ask.skill.0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f"
	givenARN   = "arn:aws:lambda:eu-west-1:111122223333:function:pudding-Function-1A2B3C4D5E6F"
	aVoice     = "0123456789abcdef"
	manifest   = "skill-package/skill.json"
)

// cloud is what the command lines have made so far.
type cloud struct {
	file    string
	Answers map[string]string // to what sam asks for; its default where there is none

	Configured, Enabled bool
	Skill               string // its id
	Stack               string
	Parameters          map[string]string
}

func (c *cloud) read() error {
	text, err := os.ReadFile(c.file)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, c)
}

func (c *cloud) write() error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return os.WriteFile(c.file, text, 0o600)
}

// flags are a command's, each of which has to be among the known.
func flags(args []string, known ...string) (map[string]string, error) {
	out := map[string]string{}
	for i := 0; i < len(args); i++ {
		name, isFlag := strings.CutPrefix(args[i], "--")
		if !isFlag || !slices.Contains(known, name) {
			return nil, fmt.Errorf("unknown option %s", args[i])
		}
		out[name] = ""
		if i+1 < len(args) && !strings.HasPrefix(args[i+1], "--") {
			out[name] = args[i+1]
			i++
		}
	}
	return out, nil
}

func (c *cloud) ask(args []string) error {
	switch args[0] {
	case "configure":
		c.Configured = true
		return nil
	case "smapi":
		f, err := flags(args[2:], "skill-id")
		if err != nil || args[1] != "delete-skill" || f["skill-id"] != c.Skill {
			return fmt.Errorf("there is no skill for %q: %w", args, err)
		}
		c.Skill = ""
		return nil
	}
	f, err := flags(args[1:], "target")
	switch {
	case err != nil || args[0] != "deploy":
		return fmt.Errorf("unknown command %q: %w", args, err)
	case !c.Configured:
		return fmt.Errorf("there is no profile")
	}
	endpoint, err := manifestEndpoint()
	if err != nil {
		return err
	}
	if endpoint != "" && (endpoint != givenARN || c.Skill == "" || c.Parameters["SkillId"] != c.Skill) {
		return fmt.Errorf("the trigger setting for the Lambda %s is invalid", endpoint)
	}
	c.Skill = givenSkill
	fmt.Println("Skill ID:", c.Skill)
	if f["target"] == "skill-metadata" {
		return nil
	}
	if endpoint == "" {
		return fmt.Errorf("skill is not ready for enablement: custom - object has missing required properties ([endpoint])")
	}
	c.Enabled = true
	return nil
}

// manifestEndpoint is that of the skill package that ask-resources.json names.
func manifestEndpoint() (string, error) {
	var resources struct {
		Profiles map[string]struct {
			SkillMetadata struct{ Src string }
		}
	}
	var skill struct {
		Manifest struct {
			APIs struct {
				Custom *struct{ Endpoint struct{ URI string } }
			}
		}
	}
	if err := readJSON("ask-resources.json", &resources); err != nil {
		return "", err
	}
	if err := readJSON(filepath.Join(resources.Profiles["default"].SkillMetadata.Src, "skill.json"), &skill); err != nil {
		return "", err
	}
	if skill.Manifest.APIs.Custom == nil {
		return "", fmt.Errorf("the manifest has no custom API")
	}
	return skill.Manifest.APIs.Custom.Endpoint.URI, nil
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

func (c *cloud) sam(args []string) error {
	f, err := flags(args[1:], "guided", "template-file", "capabilities", "stack-name")
	if err != nil {
		return err
	}
	if args[0] == "delete" && f["stack-name"] == c.Stack {
		c.Stack, c.Parameters = "", nil
		return nil
	}
	if args[0] != "deploy" || f["capabilities"] != "CAPABILITY_IAM" {
		return fmt.Errorf("%q makes no stack that has a role", args)
	}
	template, err := readTemplate(f["template-file"])
	if err != nil {
		return err
	}
	given := map[string]string{}
	for name, p := range template.Parameters {
		answer, ok := c.Answers[name]
		if !ok && c.Parameters != nil {
			answer, ok = c.Parameters[name], true // as samconfig.toml keeps it
		}
		if !ok && p.Default == nil {
			return fmt.Errorf("parameter %s has no value", name)
		}
		if !ok {
			answer = fmt.Sprint(p.Default)
		}
		if p.AllowedPattern != "" && !regexp.MustCompile(p.AllowedPattern).MatchString(answer) {
			return fmt.Errorf("parameter %s is %q: %s", name, answer, p.ConstraintDescription)
		}
		given[name] = answer
	}
	zipped, err := zip.OpenReader(filepath.Join(filepath.Dir(f["template-file"]), template.Resources.Function.Properties.CodeURI))
	if err != nil {
		return err
	}
	defer zipped.Close()
	c.Stack, c.Parameters = c.Answers["Stack Name"], given
	fmt.Println("Key FunctionArn\nValue", givenARN)
	return nil
}

type template struct {
	Parameters map[string]struct {
		Default                               any
		AllowedPattern, ConstraintDescription string
	}
	Resources struct {
		Function struct {
			Properties struct {
				CodeURI string `yaml:"CodeUri"`
			}
		}
	}
}

func readTemplate(file string) (t template, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return t, err
	}
	// The keys are as they are written.
	var raw struct {
		Parameters map[string]map[string]any `yaml:"Parameters"`
		Resources  map[string]map[string]any `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(text, &raw); err != nil {
		return t, err
	}
	whole, err := json.Marshal(raw)
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(bytes.ReplaceAll(whole, []byte(`"CodeUri"`), []byte(`"CodeURI"`)), &t)
}

func (c *cloud) aws(args []string) error {
	f, err := flags(args[2:], "log-group-name", "filter-pattern", "function-name", "query", "output")
	if err != nil {
		return err
	}
	switch command := strings.Join(args[:2], " "); {
	case command == "cloudtrail list-event-data-stores":
		fmt.Println(`{"EventDataStores": []}`)
	case command == "logs filter-log-events" && c.Stack != "" && f["log-group-name"] == "/aws/lambda/"+c.Stack:
		prefix := regexp.MustCompile(`\$\.message = "(.*)\*"`).FindStringSubmatch(f["filter-pattern"])
		source, err := os.ReadFile("intents/admission.go")
		if err != nil || prefix == nil || !strings.Contains(string(source), `.Msg("`+prefix[1]) {
			return fmt.Errorf("%s finds nothing in the log: %w", f["filter-pattern"], err)
		}
		if c.Parameters["Askers"] == "pairing" {
			fmt.Printf(`{"level":"warn","fingerprints":["%s"],"message":"%s"}`+"\n", aVoice, prefix[1])
		}
	case command == "lambda get-function-configuration" && c.Stack != "" && f["function-name"] == givenARN && f["output"] == "json":
		return json.NewEncoder(os.Stdout).Encode(map[string]any{
			"FunctionArn": givenARN, "Role": accounttest.FunctionRole, "LoggingConfig": map[string]any{"LogGroup": accounttest.LogGroup},
			"Environment": map[string]any{"Variables": map[string]string{
				"SOURCES": "history://eu-west-1", "SKILL_ID": c.Parameters["SkillId"], "TIME_ZONE": c.Parameters["TimeZone"], "ASKERS": c.Parameters["Askers"],
				"NICKNAMES": "pudding=s3://our-fridge/puddings/; o'neil=user:oneil",
			}},
		})
	default:
		return fmt.Errorf("nothing comes of aws %q", args)
	}
	return nil
}

// guide are the blocks of commands in docs/deploy.md, and the commands in its text.
func guide(t *testing.T) (blocks []string, inText []string) {
	t.Helper()
	text, err := os.ReadFile("docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	prose := regexp.MustCompile("(?s)```yaml.*?```").ReplaceAllString(string(text), "")
	for _, block := range regexp.MustCompile(`(?m)(?:^    .*\n)+`).FindAllString(prose, -1) {
		blocks = append(blocks, strings.ReplaceAll("\n"+block, "\n    ", "\n"))
	}
	for _, span := range regexp.MustCompile("`((?:aws|go run) [^`]+)`").FindAllStringSubmatch(prose, -1) {
		inText = append(inText, span[1])
	}
	return blocks, inText
}

// newcomer follows the guide in a clone of the project.
type newcomer struct {
	t     *testing.T
	clone string
	cloud *cloud
	env   []string
}

func newNewcomer(t *testing.T) *newcomer {
	t.Helper()
	clone, bin := t.TempDir(), t.TempDir()
	copied := exec.Command("bash", "-c", `git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$0"`, clone)
	if out, err := copied.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	withoutEndpoint(t, filepath.Join(clone, manifest))
	this, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ask", "aws", "sam"} {
		if err := os.Symlink(this, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	account := accounttest.Deploy(t, "infra/template.yaml", local.Config{})
	c := &cloud{file: filepath.Join(bin, "cloud.json"), Answers: map[string]string{"Stack Name": "pudding"}}
	n := &newcomer{t: t, clone: clone, cloud: c, env: append(os.Environ(),
		"PATH="+bin+":"+os.Getenv("PATH"), "GUIDE_CLOUD="+c.file,
		"AWS_ENDPOINT_URL="+account.URL, "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID="+accounttest.OperatorKey, "AWS_SECRET_ACCESS_KEY=secret",
	)}
	n.answer("Stack Name", "pudding")
	return n
}

// withoutEndpoint makes a manifest what it is before the skill has a function, wherever
// the tests are run.
func withoutEndpoint(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text, err = sjson.DeleteBytes(text, "manifest.apis.custom.endpoint"); err != nil {
		t.Fatal(err)
	}
	var neat bytes.Buffer
	if err := json.Indent(&neat, text, "", "  "); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, neat.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// answer is what sam is told when it asks for a parameter.
func (n *newcomer) answer(parameter, value string) {
	n.cloud.Answers[parameter] = value
	if err := n.cloud.write(); err != nil {
		n.t.Fatal(err)
	}
}

// run runs commands, and returns what they wrote.
func (n *newcomer) run(commands string) (string, error) {
	n.t.Helper()
	c := exec.CommandContext(n.t.Context(), "bash", "-e", "-o", "pipefail", "-c", commands)
	c.Dir, c.Env = n.clone, n.env
	out, err := c.CombinedOutput()
	n.t.Logf("%s\n%s", strings.TrimSpace(commands), out)
	*n.cloud = cloud{file: n.cloud.file}
	if err := n.cloud.read(); err != nil {
		n.t.Fatal(err)
	}
	return string(out), err
}

// must runs commands that have to succeed, and to say something.
func (n *newcomer) must(commands, says string) {
	n.t.Helper()
	out, err := n.run(commands)
	if err != nil || !strings.Contains(out, says) {
		n.t.Fatalf("it lacks %q: %v", says, err)
	}
}

func TestTheGuideLeadsToASkillThatAnswers(t *testing.T) {
	blocks, inText := guide(t)
	n := newNewcomer(t)
	steps := []func(string){
		func(block string) { n.must(block, "build/pudding.zip") },
		func(block string) { n.must(block, givenSkill) },
		func(block string) {
			if _, err := n.run(block); err == nil {
				t.Error("a function was deployed without the skill's id")
			}
			n.answer("SkillId", n.cloud.Skill)
			n.must(block, givenARN)
			if n.cloud.Parameters["Askers"] != "pairing" || n.cloud.Parameters["SpokenDetail"] != "no-ids" {
				t.Errorf("deployed with %v", n.cloud.Parameters)
			}
		},
		func(block string) {
			if out, err := n.run("ask deploy"); err == nil || !strings.Contains(out, "endpoint") {
				t.Error("the skill was enabled without its function")
			}
			n.must(block, "Alexa calls "+givenARN)
			if !n.cloud.Enabled {
				t.Error("the skill is not enabled")
			}
		},
		func(block string) { n.must(block, aVoice) },
		func(block string) {
			n.answer("Askers", aVoice)
			n.must(block, givenARN)
			if n.cloud.Parameters["Askers"] != aVoice || n.cloud.Parameters["SkillId"] != givenSkill {
				t.Errorf("deployed with %v", n.cloud.Parameters)
			}
		},
		func(block string) {
			out, err := n.run(block)
			if err != nil || !strings.Contains(out, "role, logs:PutLogEvents is allowed") || !strings.Contains(out, "skill is "+givenSkill) || !strings.Contains(out, "nickname o'neil") {
				t.Errorf("%v", err)
			}
		},
		func(block string) {
			n.must(block, givenSkill)
			model, err := os.ReadFile(filepath.Join(n.clone, "skill-package/interactionModels/custom/en-US.json"))
			if err != nil || !strings.Contains(string(model), `"pudding"`) {
				t.Errorf("the model has no pudding: %v", err)
			}
		},
		func(block string) {
			n.must(block, "")
			if n.cloud.Skill != "" || n.cloud.Stack != "" {
				t.Error("something stays")
			}
		},
	}
	if len(blocks) != len(steps) {
		t.Fatalf("the guide has %d blocks of commands, and %d are followed: %q", len(blocks), len(steps), blocks)
	}
	for i, block := range blocks {
		steps[i](block)
	}
	for _, command := range inText {
		n.must(command, "")
	}
	if len(inText) < 2 {
		t.Errorf("only %q are in the text", inText)
	}
}

func TestTheGuideTellsOfEveryParameter(t *testing.T) {
	text, err := os.ReadFile("docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	made, err := readTemplate("infra/template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?m)^\| [^|]* \|`).FindAllString(string(text), -1)
	for name := range made.Parameters {
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(strings.Join(table, "\n")) {
			t.Errorf("docs/deploy.md doesn't tell what to give as %s", name)
		}
	}
	if len(made.Parameters) < 15 {
		t.Errorf("only %d parameters were found", len(made.Parameters))
	}
}
