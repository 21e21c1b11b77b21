//go:build guide

package pudding_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
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

// The command lines of AWS are played by this test's own program, under their names:
// as strict as they are about the order of things. Alexa's is the real one.
func TestMain(m *testing.M) {
	plays := map[string]func(*cloud, []string) error{"aws": (*cloud).aws, "sam": (*cloud).sam}
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
	Answers map[string]string // to what aws and sam ask for; what is offered where there is none

	Skill, Endpoint string // the skill's id, and whom it calls
	Enabled         bool

	Stack, Region string
	Parameters    map[string]string
	Deployed      string // a hash of what was packed and of the parameters
}

func (c *cloud) read() error {
	text, err := os.ReadFile(c.file)
	if err != nil {
		return err
	}
	*c = cloud{file: c.file}
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

// account is the region that a command works in: by its flag, by variables, or by the
// profile that aws configure made, without which there are no credentials either.
func account(flag string, variables ...string) (region string, err error) {
	profile := cmp.Or(os.Getenv("AWS_PROFILE"), "default")
	settings, err := os.ReadFile(filepath.Join(os.Getenv("HOME"), ".aws", "config"))
	if err != nil && !os.IsNotExist(err) {
		return "", err
	}
	of := regexp.MustCompile(`(?s)\[(?:profile )?` + profile + `\]\nregion = (\S+)`).FindSubmatch(settings)
	if of == nil {
		return "", errors.New("unable to locate credentials: they are configured by aws configure")
	}
	region = flag
	for _, variable := range variables {
		region = cmp.Or(region, os.Getenv(variable))
	}
	return cmp.Or(region, string(of[1])), nil
}

// configure makes a profile, where the SDKs look for it.
func (c *cloud) configure(profile string) error {
	home := filepath.Join(os.Getenv("HOME"), ".aws")
	if err := os.MkdirAll(home, 0o700); err != nil {
		return err
	}
	config := fmt.Sprintf("[profile %s]\nregion = %s\n", profile, c.Answers["Default region name"])
	keys := fmt.Sprintf("[%s]\naws_access_key_id = %s\naws_secret_access_key = secret\n", profile, accounttest.OperatorKey)
	return errors.Join(os.WriteFile(filepath.Join(home, "config"), []byte(config), 0o600), os.WriteFile(filepath.Join(home, "credentials"), []byte(keys), 0o600))
}

func (c *cloud) sam(args []string) error {
	f, err := flags(args[1:], "guided", "template-file", "capabilities", "no-fail-on-empty-changeset", "stack-name", "region")
	if err != nil {
		return err
	}
	region, err := account(f["region"], "AWS_DEFAULT_REGION")
	if err != nil {
		return err
	}
	switch {
	case args[0] == "delete" && f["stack-name"] == c.Stack && region == c.Region:
		c.Stack, c.Parameters = "", nil
		return nil
	case args[0] != "deploy" || f["capabilities"] != "CAPABILITY_IAM":
		return fmt.Errorf("%q makes no stack that has a role, and deletes none", args)
	}
	template, err := readTemplate(f["template-file"])
	if err != nil {
		return err
	}
	// SAM keeps the answers beside the template, wherever it is called.
	folder := filepath.Dir(f["template-file"])
	given, err := c.parameters(template, filepath.Join(folder, "samconfig.toml"))
	if err != nil {
		return err
	}
	packed, err := os.ReadFile(filepath.Join(folder, template.Resources.Function.Properties.CodeURI))
	if err != nil {
		return err
	}
	if _, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed))); err != nil {
		return err
	}
	what := fmt.Sprintf("%x", sha256.Sum256(fmt.Append(packed, given)))
	if what == c.Deployed {
		nothing := fmt.Sprintf("no changes to deploy: stack %s is up to date", c.Stack)
		if _, fine := f["no-fail-on-empty-changeset"]; !fine {
			return errors.New(nothing)
		}
		fmt.Println(nothing)
		return nil
	}
	c.Stack, c.Region, c.Parameters, c.Deployed = c.Answers["Stack Name"], cmp.Or(c.Answers["AWS Region"], region), given, what
	fmt.Println("Key FunctionArn\nValue", givenARN)
	return nil
}

// parameters are the answers to what sam asks for. It offers what it has kept, and
// takes that for an empty answer.
func (c *cloud) parameters(t template, file string) (map[string]string, error) {
	kept, given := map[string]string{}, map[string]string{}
	if err := readJSON(file, &kept); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	for name, p := range t.Parameters {
		answer := cmp.Or(c.Answers[name], kept[name])
		switch {
		case answer == "" && p.Default == nil:
			return nil, fmt.Errorf("parameter %s has no value", name)
		case answer == "":
			answer = fmt.Sprint(p.Default)
		}
		if p.AllowedPattern != "" && !regexp.MustCompile(p.AllowedPattern).MatchString(answer) {
			return nil, fmt.Errorf("parameter %s is %q: %s", name, answer, p.ConstraintDescription)
		}
		given[name] = answer
	}
	text, err := json.Marshal(given)
	if err != nil {
		return nil, err
	}
	return given, os.WriteFile(file, text, 0o600)
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
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
	words := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "--") })
	if words < 0 {
		words = len(args)
	}
	command := strings.Join(args[:words], " ")
	f, err := flags(args[words:], "profile", "region", "log-group-name", "filter-pattern", "function-name", "query", "output")
	if err != nil {
		return err
	}
	switch command {
	case "configure", "configure sso":
		return c.configure(cmp.Or(f["profile"], "default"))
	}
	region, err := account(f["region"], "AWS_REGION", "AWS_DEFAULT_REGION")
	if err != nil {
		return err
	}
	switch {
	case command == "sso login":
	case command == "sts get-caller-identity":
		fmt.Println(`{"Account": "` + accounttest.Number + `"}`)
	case command == "cloudtrail list-event-data-stores" && f["region"] != "": // in any, hence the one that is asked for
		fmt.Println(`{"EventDataStores": []}`)
	case region != c.Region:
		return fmt.Errorf("there is no stack in %s", region)
	case command == "logs filter-log-events" && c.Stack != "" && f["log-group-name"] == "/aws/lambda/"+c.Stack:
		prefix := regexp.MustCompile(`\$\.message = "(.*)\*"`).FindStringSubmatch(f["filter-pattern"])
		source, err := os.ReadFile("intents/admission.go")
		if err != nil || prefix == nil || !strings.Contains(string(source), `.Msg("`+prefix[1]) {
			return fmt.Errorf("%s finds nothing in the log: %w", f["filter-pattern"], err)
		}
		fmt.Printf(`{"level":"warn","fingerprints":["%[1]s"],"askers":"%[1]s","message":"%[2]s"}`+"\n", aVoice, prefix[1])
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

// guide is docs/deploy.md: its text, the blocks of commands, and the commands in between.
func guide(t *testing.T) (text string, blocks, inText []string) {
	t.Helper()
	raw, err := os.ReadFile("docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	text = string(raw)
	prose := regexp.MustCompile("(?s)```yaml.*?```").ReplaceAllString(text, "")
	for _, block := range regexp.MustCompile(`(?m)(?:^    .*\n)+`).FindAllString(prose, -1) {
		blocks = append(blocks, strings.ReplaceAll("\n"+block, "\n    ", "\n"))
	}
	for _, span := range regexp.MustCompile("`((?:aws|go run) [^`]+)`").FindAllStringSubmatch(prose, -1) {
		inText = append(inText, span[1])
	}
	return text, blocks, inText
}

// newcomer follows the guide in a clone of the project, in one shell.
type newcomer struct {
	t         *testing.T
	clone     string
	cloud     *cloud
	env       []string
	variables string // the file of what the shell's last commands left
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
	for _, name := range []string{"aws", "sam"} {
		if err := os.Symlink(this, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	c := &cloud{file: filepath.Join(bin, "cloud.json"), Answers: map[string]string{"Default region name": "eu-west-1", "Stack Name": "pudding"}}
	if err := c.write(); err != nil {
		t.Fatal(err)
	}
	trail := accounttest.Deploy(t, "infra/template.yaml", local.Config{})
	skills := newAlexa(t, &cloud{file: c.file})
	n := &newcomer{t: t, clone: clone, cloud: c, variables: filepath.Join(bin, "variables")}
	n.env = append(ownVariables(t), "HOME="+t.TempDir(), "PATH="+bin+":"+os.Getenv("PATH"), "GUIDE_CLOUD="+c.file, "AWS_ENDPOINT_URL="+trail.URL,
		"ASK_SMAPI_SERVER_BASE_URL="+skills.url, "ASK_LWA_TOKEN_HOST="+skills.url, "ASK_SHARE_USAGE=false", "ASK_SKIP_NEW_VERSION_REMINDER=true")
	return n
}

// ownVariables are this machine's, without what it may have for AWS and Alexa, and
// with what Go and npm have at home.
func ownVariables(t *testing.T) (env []string) {
	t.Helper()
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "AWS_") && !strings.HasPrefix(variable, "ASK_") {
			env = append(env, variable)
		}
	}
	for name, command := range map[string]string{
		"GOCACHE": "go env GOCACHE", "GOMODCACHE": "go env GOMODCACHE", "GOENV": "go env GOENV",
		"npm_config_cache": "npm config get cache", "npm_config_userconfig": "npm config get userconfig",
	} {
		out, err := exec.CommandContext(t.Context(), "bash", "-c", command).Output()
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		env = append(env, name+"="+strings.TrimSpace(string(out)))
	}
	return env
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

// run runs commands, and returns what they wrote. What they export is there for the
// next.
func (n *newcomer) run(commands string) (string, error) {
	n.t.Helper()
	c := exec.CommandContext(n.t.Context(), "bash", "-e", "-o", "pipefail", "-c", commands+"\nenv -0 >"+n.variables)
	c.Dir, c.Env = n.clone, n.env
	stdin, err := c.StdinPipe()
	if err != nil {
		n.t.Fatal(err)
	}
	terminal := &terminal{stdin: stdin, answers: map[string]string{"Authorization Code:": theCode, "link your AWS account": "n"}}
	c.Stdout, c.Stderr = terminal, terminal
	failed := c.Run()
	n.t.Logf("%s\n%s", strings.TrimSpace(commands), terminal.written.String())
	if err := n.cloud.read(); err != nil {
		n.t.Fatal(err)
	}
	if failed == nil {
		text, err := os.ReadFile(n.variables)
		if err != nil {
			n.t.Fatal(err)
		}
		n.env = strings.Split(strings.TrimSuffix(string(text), "\x00"), "\x00")
	}
	return terminal.written.String(), failed
}

// terminal is what commands write to, and somebody at it who answers what they ask.
type terminal struct {
	written strings.Builder
	stdin   io.Writer
	answers map[string]string // each is given once
}

func (t *terminal) Write(text []byte) (int, error) {
	t.written.Write(text)
	for question, answer := range t.answers {
		if strings.Contains(t.written.String(), question) {
			delete(t.answers, question)
			fmt.Fprintln(t.stdin, answer)
		}
	}
	return len(text), nil
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
	text, blocks, inText := guide(t)
	n := newNewcomer(t)
	if _, err := n.run("aws sts get-caller-identity"); err == nil {
		t.Error("there are credentials before the guide tells of any")
	}
	steps := []func(string){
		func(block string) { n.must(block, "") },
		func(block string) { n.must(block, accounttest.Number) },
		func(block string) { n.must(block, "build/pudding.zip") },
		func(block string) {
			before := n.files(manifest, "ask-resources.json")
			// There is no browser here.
			without := regexp.MustCompile("`(ask configure --[^`]+)`").FindStringSubmatch(text)
			n.must(strings.Replace(block, "ask configure\n", without[1]+"\n", 1), givenSkill)
			if !maps.Equal(before, n.files(manifest, "ask-resources.json")) {
				t.Error("the ASK CLI wrote the manifest or ask-resources.json in another way than they are committed")
			}
		},
		func(block string) {
			if _, err := n.run(block); err == nil {
				t.Error("a function was deployed without the skill's id")
			}
			n.answer("SkillId", n.cloud.Skill)
			n.must(block, givenARN)
			if n.cloud.Parameters["Askers"] != "pairing" || n.cloud.Parameters["SpokenDetail"] != "no-ids" {
				t.Errorf("deployed with %v", n.cloud.Parameters)
			}
			n.must(block, "no changes to deploy")
			for _, kept := range regexp.MustCompile("`([a-z/]*samconfig.toml)`").FindAllStringSubmatch(text, -1) {
				n.must("test -s "+kept[1], "")
			}
		},
		func(block string) {
			if out, err := n.run("ask deploy"); err == nil || !strings.Contains(out, "endpoint") {
				t.Error("the skill was enabled without its function")
			}
			others := strings.Replace(block, "pudding-Function", "trifle-Function", 1)
			if out, err := n.run(others); err == nil || !strings.Contains(out, "trigger setting") {
				t.Error("the skill was given a function that isn't open to it")
			}
			n.must(block, "Alexa calls "+givenARN)
			if !n.cloud.Enabled {
				t.Error("the skill is not enabled")
			}
		},
		func(block string) {
			n.answer("Askers", aVoice) // as the card has it
			n.must(block, givenARN)
			if n.cloud.Parameters["Askers"] != aVoice || n.cloud.Parameters["SkillId"] != givenSkill {
				t.Errorf("deployed with %v", n.cloud.Parameters)
			}
		},
		func(block string) { n.must(block, `"askers":"`+aVoice) },
		func(block string) {
			out, err := n.run(block)
			if err != nil || !strings.Contains(out, "role, logs:PutLogEvents is allowed") || !strings.Contains(out, "skill is "+givenSkill) || !strings.Contains(out, "nickname o'neil") {
				t.Errorf("%v", err)
			}
		},
		func(block string) {
			n.must(block, givenSkill)
			const model = "skill-package/interactionModels/custom/en-US.json"
			if !strings.Contains(n.files(model)[model], `"pudding"`) {
				t.Error("the model has no pudding")
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

// files are some of the clone's, by their names.
func (n *newcomer) files(names ...string) map[string]string {
	n.t.Helper()
	files := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(n.clone, name))
		if err != nil {
			n.t.Fatal(err)
		}
		files[name] = string(text)
	}
	return files
}

func TestTheGuideTellsOfEveryParameter(t *testing.T) {
	text, _, _ := guide(t)
	made, err := readTemplate("infra/template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?m)^\| [^|]* \|`).FindAllString(text, -1)
	for name := range made.Parameters {
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(strings.Join(table, "\n")) {
			t.Errorf("docs/deploy.md doesn't tell what to give as %s", name)
		}
	}
	if len(made.Parameters) < 15 {
		t.Errorf("only %d parameters were found", len(made.Parameters))
	}
}
