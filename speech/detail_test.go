package speech

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"pudding/attribution"
	"pudding/lake"
)

// redacted are the levels that leave something out.
var redacted = []Detail{NoIDs, Counts}

func TestALevelOfDetailIsReadByItsName(t *testing.T) {
	for name, want := range map[string]Detail{"": Full, "full": Full, "no-ids": NoIDs, "counts": Counts} {
		got, err := ParseDetail(name)
		if err != nil || got != want {
			t.Errorf("%q is read as %s, %v", name, got, err)
		}
		if name != "" && got.String() != name {
			t.Errorf("%q is called %s", name, got)
		}
	}
	for _, name := range []string{"Full", "no ids", "2", "all", " counts"} {
		if d, err := ParseDetail(name); err == nil || !strings.Contains(err.Error(), "full, no-ids or counts") {
			t.Errorf("%q is read as %s, %v", name, d, err)
		}
	}
}

func TestAVoiceAtALevelLeavesTheOtherAsItIs(t *testing.T) {
	s := scenes["a user, and another"]
	v := For("en-US")
	before := v.Verdict(s.question, s.verdict(), amsterdam, now)
	for _, level := range redacted {
		if v.With(level).Verdict(s.question, s.verdict(), amsterdam, now) == before {
			t.Errorf("%s says all", level)
		}
		if v.With(level).With(Full).Verdict(s.question, s.verdict(), amsterdam, now) != before {
			t.Errorf("the way back from %s is lost", level)
		}
	}
	if v.With(Detail(7)).Verdict(s.question, s.verdict(), amsterdam, now) != v.With(Counts).Verdict(s.question, s.verdict(), amsterdam, now) {
		t.Error("what is no level says more than the last one")
	}
	if v.Verdict(s.question, s.verdict(), amsterdam, now) != before || For("en-US") != v {
		t.Error("the voice itself has changed")
	}
}

func TestIdsAreTakenOutOfNames(t *testing.T) {
	for name, want := range map[string]string{
		"bert-jan": "bert-jan", "mei@example.com": "mei@example.com", "agent-007": "agent-007", "puddings/": "puddings/", "名前": "名前", "O'Neil": "O'Neil",
		"backup.2026.07": "backup.2026.07", "backup-2026-07-10": "backup-2026-07-10", "sg-facade": "sg-facade",
		"config-bucket-123456789012": "config-bucket", "1234-5678-9012": "", "svc-123456789012-eu": "svc-eu",
		"i-0ff1ce0ff1ce0ff1c": "", "prod_i-0ff1ce0ff1ce0ff1c_web": "prod_web", "SG-12345678": "", "vpce-1a2b3c4d": "",
		"203.0.113.24": "", "host-203.0.113.24": "host", "ip-10-0-0-1": "", "ip-10-0-0-1.ec2.internal": "ec2.internal", "2001:db8::1": "", "::ffff:203.0.113.24": "", "node_10-0-0-1": "node",
		"AKIAIOSFODNN7EXAMPLE": "", "key-AKIAIOSFODNN7EXAMPLE-old": "key-old", "akiaiosfodnn7example": "", "AROAIOSFODNN7EXAMPLE:ci": "ci", "AIDAIOSFODNN7EXAMPLE": "",
		"94482488-3041-7011-0123-456789abcdef": "", "arn:aws:s3:::fridge": "fridge", "arn:aws:ec2:eu-west-1:123456789012:instance/i-0ff1ce0ff1ce0ff1c": "",
		"AKarn:IAIOSFODNN7EXAMPLE": "", "203.0.123456789012.113.24": "", "i-i-0ff1ce0ff1ce0ff1c-0ff1ce0ff1ce0ff1c": "i",
	} {
		if got := withoutIDs(name); got != want {
			t.Errorf("%s becomes %q, want %q", name, got, want)
		}
	}
}

// played is all that may be said of a question and its verdict.
func played(v *Voice, q lake.Question, verdict attribution.Verdict) map[string]Answer {
	lead := Lead{q, verdict}
	out := map[string]Answer{
		"a verdict": v.Verdict(q, verdict, amsterdam, now), "with a joke": v.VerdictWithJoke(q, verdict, amsterdam, now),
		"more": v.More(q, verdict, amsterdam, now), "others": v.Others(q, verdict, amsterdam, now), "from": v.From(q, verdict, amsterdam, now),
		"when": v.When(q, verdict, amsterdam, now), "behind": v.Behind(q, verdict, amsterdam, now), "sent": v.Sent(v.Verdict(q, verdict, amsterdam, now)),
		"still looking": v.StillLooking("", lead, amsterdam, now), "a failure": v.Failure(lake.TooSlow, lead, amsterdam, now),
		"still open": v.StillOpen(q), "news": v.News(q, verdict, 1, amsterdam, now),
	}
	for pick := range uint32(variants) {
		for i, words := range v.Waiting(q, pick) {
			out[fmt.Sprintf("waiting, %d, form %d", i, pick)] = Answer{SSML: words}
		}
	}
	return out
}

// pairs have two actors of each kind, the second of whom is another one.
func pairs() []scene {
	var out []scene
	for _, kind := range [][2]lake.Identity{
		{user("mei"), user("jonas")},
		{role("Build", "ci-7"), role("Deploy", "ci-8")},
		{behind(role("Build", "ci-7"), "mei"), behind(role("Build", "ci-7"), "jonas")},
		{behind(role("Build", "ci-7"), "Deploy/ci-8"), behind(role("Build", "ci-7"), "account 123456789012")},
		{behind(role("Build", "ci-7"), "root"), behind(role("Build", "ci-7"), "ec2.amazonaws.com")},
		{awsService("ec2.amazonaws.com"), awsService("config.amazonaws.com")},
		{reserved("/aws-service-role/x.amazonaws.com/", "AWSServiceRoleForX", "x"), reserved("/aws-service-role/y.amazonaws.com/", "AWSServiceRoleForY", "y")},
		{reserved("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_Admin_0123456789abcdef", "mei"), reserved("/aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_Admin_0123456789abcdef", "jonas")},
	} {
		out = append(out, scene{question: bucket("fridge", july(10, 10), used), findings: []lake.Finding{
			did(kind[0], "GetObject", 2, at(10, 9, 0)), did(kind[1], "GetObject", 1, at(10, 9, 0)),
		}})
	}
	ofFlan := bucket("fridge", july(10, 10), deleted)
	return append(out, scene{question: object(ofFlan, "flan.txt", false)}, scene{question: object(ofFlan, "puddings/", true)})
}

// everyScene is all scenes that the tests of this package have.
func everyScene() []scene {
	return slices.Concat(namedScenes(), everyVerb(), everyKind(), everyQuestion())
}

// namedScenes are those that differ in who and what is named, rather than in what
// was done.
func namedScenes() []scene {
	return slices.Concat(slices.Collect(maps.Values(scenes)), pairs(), slices.Collect(maps.Values(followed())))
}

// choices are where the asker must choose among names, some of which are ids.
func choices(v *Voice) map[string]Answer {
	out := map[string]Answer{
		"accounts apart": v.WhichOne("bucket", []string{"logs-111122223333", "logs-444455556666"}), "keys": v.WhichOne("accessKey", []string{"QK7Z", "WK7Z"}),
		"one key": v.WhichOne("accessKey", []string{"QK7Z"}), "addresses": v.WhichOne("resource", []string{"web-203.0.113.24", "i-0ff1ce0ff1ce0ff1c"}),
	}
	for _, slot := range []string{"bucket", "user", "role", "resource"} {
		out["no "+slot] = v.Unknown(slot, "zqheard-111122223333", july(10, 10), []string{"logs-111122223333", "fridge"}, amsterdam, now)
		out["unheard "+slot] = v.Unheard(slot, []string{"fridge-i-0ff1ce0ff1ce0ff1c"})
	}
	return out
}

// planter plants markers in all that a question and its findings hold.
type planter struct {
	// name makes of the nth name what stands in its place.
	name func(name string, n int) string
	nth  map[string]int
	ids  map[string]bool // what may be said at no level but the full one
}

// id remembers a marker that is an id.
func (p *planter) id(format string, n int) string {
	id := fmt.Sprintf(format, n)
	p.ids[id] = true
	return id
}

// mark is a name's marker. Things that are ids stay such, and so do the words
// that mean something.
func (p *planter) mark(name string) string {
	switch {
	case name == "", name == "unknown", name == hiddenName, strings.HasSuffix(name, ".amazonaws.com"), name == inside, name == "root":
		return name
	case strings.HasPrefix(name, "account "):
		return "account " + p.id("77776666%04d", 5)
	}
	for _, keep := range []string{"AWSReservedSSO_", "AWSServiceRoleFor"} {
		if rest, ok := strings.CutPrefix(name, keep); ok {
			return keep + p.mark(rest)
		}
	}
	if role, session, ok := strings.Cut(name, "/"); ok && session != "" {
		return p.mark(role) + "/" + p.mark(session)
	}
	if p.nth[name] == 0 {
		p.nth[name] = len(p.nth) + 1
	}
	if prefix, _, _ := strings.Cut(name, "-"); numberedThing.MatchString(name) {
		return p.id(prefix+"-0777777%04d00d0e5", p.nth[name])
	}
	return p.name(name, p.nth[name])
}

// account, address and keyEnd are what they are in every scene, but ids.
func (p *planter) account(a string) string {
	if a == "" || strings.EqualFold(a, attribution.Anonymous) {
		return a
	}
	return p.id("77776666%04d", 5000+len(a)+int(a[0]))
}

func (p *planter) address(a string) string {
	if isPlace(a) || a == "" {
		return a
	}
	p.ids["2001:db8:7e57::77"] = true
	if strings.HasSuffix(a, "2") {
		return "2001:db8:7e57::77"
	}
	return p.id("203.0.113.%d", 70+len(a))
}

func (p *planter) keyEnd(k string) string {
	if k == "" {
		return ""
	}
	return p.id("ZQQK%02dQK7Z", 77)[len("ZQQK77"):]
}

func (p *planter) arn(a string) string {
	head, role, ok := strings.Cut(a, ":assumed-role/")
	if ok {
		return p.account("111122223333") + head + ":assumed-role/" + p.mark(role)
	}
	if i := strings.LastIndexByte(a, '/'); i > 0 {
		return strings.ReplaceAll(a[:i+1], "111122223333", p.account("111122223333")) + p.mark(a[i+1:])
	}
	return a
}

func (p *planter) finding(f lake.Finding) lake.Finding {
	f.UserName, f.IssuerUserName, f.SourceIdentity = p.mark(f.UserName), p.mark(f.IssuerUserName), p.mark(f.SourceIdentity)
	f.ARN, f.IssuerARN, f.AccountID = p.arn(f.ARN), p.arn(f.IssuerARN), p.account(f.AccountID)
	if f.PrincipalID != "" {
		f.PrincipalID = p.id("AROAZQZQZQZQ%04dD0E5", 7) + ":" + p.mark(afterColon(f.PrincipalID))
	}
	if f.OnBehalfOf != "" {
		f.OnBehalfOf = p.id("77777777-7777-4777-8777-7777%04dd0e5", 7)
	}
	f.KeyEnd = p.keyEnd(f.KeyEnd)
	f.Subject = p.mark(f.Subject)
	if !slices.Contains([]string{"", lake.DetailWorld, lake.DetailMFA, lake.DetailNoMFA}, f.Detail) {
		f.Detail = p.mark(f.Detail)
	}
	addresses, agents := []string{}, []string{p.mark("agent") + "/1.0 " + p.mark("host")}
	for _, a := range f.Addresses {
		addresses = append(addresses, p.address(a))
	}
	f.Addresses, f.Agents = addresses, append(agents, f.Agents...)
	f.SharedEvents = []string{p.id("77777777-7777-4777-8777-7777%04dd0e5", 8)}
	return f
}

func afterColon(s string) string {
	_, after, _ := strings.Cut(s, ":")
	return after
}

func (p *planter) scene(s scene) (lake.Question, attribution.Verdict) {
	a := &s.question.Arguments
	for _, n := range []*lake.Name{&a.Bucket, &a.User, &a.Role, &a.Resource.Name} {
		n.Said = p.mark(n.Said)
	}
	a.AccessKey, a.Address = p.keyEnd(a.AccessKey), p.address(a.Address)
	if a.Object.Key != "" {
		a.Object.Key = p.mark("object")
	}
	var findings []lake.Finding
	for _, f := range s.findings {
		findings = append(findings, p.finding(f))
	}
	s.findings = findings
	if s.lastUse != nil {
		use := *s.lastUse
		use.User = p.mark(use.User)
		s.lastUse = &use
	}
	verdict := s.verdict()
	if len(findings) > 0 {
		verdict.Subject = map[lake.Template]string{lake.BucketUsers: p.mark(s.question.Arguments.Bucket.Said), lake.UserActivity: a.User.Said, lake.AccessKeyActivity: a.AccessKey}[s.question.Template]
	}
	return s.question, verdict
}

// simple is what is left of a text when it is compared: letters and digits.
func simple(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// leaks are the markers that an answer has.
func leaks(a Answer, markers map[string]bool) []string {
	var out []string
	for _, text := range []string{textOf(markup(a.SSML)), textOf(markup(a.Reprompt)), a.CardTitle, a.CardText} {
		text = simple(text)
		for marker := range markers {
			if strings.Contains(text, simple(marker)) {
				out = append(out, marker)
			}
		}
	}
	return out
}

func TestWhatALevelForbidsIsNeitherSaidNorShown(t *testing.T) {
	// Names are planted as such, with ids in them, and as nothing but ids.
	ways := map[string]func(p *planter) func(string, int) string{
		"names": func(*planter) func(string, int) string {
			return func(name string, _ int) string { return "zq-" + name }
		},
		"names with an instance":   inNames("-i-0777777%04d00d0e5"),
		"names with an account":    inNames("-77776666%04d"),
		"names with an address":    inNames(".203.0.113.%d"),
		"names with an access key": inNames("_AKIAZQZQZQZQ%04dD0E5"),
		"instances":                asIDs("i-0777777%04d00d0e5"),
		"principals":               asIDs("AIDAZQZQZQZQ%04dD0E5"),
		"numbers":                  asIDs("77776666%04d"),
		"uuids":                    asIDs("77777777-7777-4777-8777-7777%04dd0e5"),
		"addresses":                asIDs("203.0.113.%d"),
		"arns": func(p *planter) func(string, int) string {
			return func(name string, n int) string {
				p.ids["arn:"] = true
				return "arn:aws:iam::" + p.id("77776666%04d", n) + ":x:" + "zq-" + name
			}
		},
	}
	for way, named := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			all := namedScenes()
			if way == "names" || way == "instances" {
				all = everyScene()
			}
			for _, s := range all {
				p := &planter{nth: map[string]int{}, ids: map[string]bool{"qk7z": true, "d0e5": true}}
				p.name = named(p)
				q, verdict := p.scene(s)
				for _, level := range redacted {
					markers := maps.Clone(p.ids)
					if level == Counts {
						markers["zq"] = true
					}
					for _, locale := range []string{"en-US", "ja-JP"} {
						for how, a := range played(For(locale).With(level), q, verdict) {
							if found := leaks(a, markers); len(found) > 0 {
								t.Errorf("%s at %s in %s has %v: %+v", how, level, locale, found, a)
							}
							if err := lawfulAnswer(a); err != nil {
								t.Errorf("%s at %s in %s: %v", how, level, locale, err)
							}
						}
					}
				}
			}
		})
	}
}

func inNames(format string) func(p *planter) func(string, int) string {
	return func(p *planter) func(string, int) string {
		return func(name string, n int) string { return "zq-" + name + p.id(format, n) }
	}
}

func asIDs(format string) func(p *planter) func(string, int) string {
	return func(p *planter) func(string, int) string {
		return func(_ string, n int) string { return p.id(format, n) }
	}
}

// A marker that is never there proves nothing: in full, each is said or shown.
func TestTheMarkersArePlantedWhereTheyAreHeard(t *testing.T) {
	heard := map[string]bool{}
	markers := map[string]bool{"qk7z": true, "d0e5": true, "zq": true, "2030113": true, "777766665": true, "2001:db8:7e57::77": true}
	for _, s := range everyScene() {
		p := &planter{nth: map[string]int{}, ids: map[string]bool{}, name: func(name string, _ int) string { return "zq-" + name }}
		q, verdict := p.scene(s)
		for _, a := range played(For("en-US"), q, verdict) {
			for _, marker := range leaks(a, markers) {
				heard[marker] = true
			}
		}
	}
	if diff := cmp.Diff(markers, heard); diff != "" {
		t.Errorf("(-planted +heard):\n%s", diff)
	}
}

func TestPeopleAndThingsAreStillNamedWithoutIds(t *testing.T) {
	v := For("en-US").With(NoIDs)
	for name, want := range map[string][]string{
		"a user, and another":             {"Bert-jan used the bucket config-bucket three times", "Who used config-bucket", "benjamin: 1 event"},
		"an instance that was terminated": {"Jonas deleted an instance yesterday, at 9:12."},
		"several things of a kind":        {"Jonas deleted two secrets yesterday"},
		"a key":                           {"Pedro used that access key three times", "What was done with an access key"},
		"roles of all kinds":              {"CloudTrailLog-LogProcessorRole, run by a program", "Mei, through the role Build"},
		"one name in two accounts":        {"Mei, of another account, did so once", "mei (another account): 1 event"},
		"an address":                      {"Jonas did three things from that address"},
		"one object":                      {"Jonas deleted flan.txt in the bucket fridge", "Who deleted fridge/flan.txt"},
		"more rights for a user":          {"Jonas gave mallory more rights", "That was AdministratorAccess."},
	} {
		a := v.Verdict(scenes[name].question, scenes[name].verdict(), amsterdam, now)
		for _, words := range want {
			if !strings.Contains(a.SSML+"\n"+a.CardTitle+"\n"+a.CardText, words) {
				t.Errorf("%s lacks %q: %+v", name, words, a)
			}
		}
	}
}

func TestWhereFromSaysThatAddressesAreNotSaid(t *testing.T) {
	s := scenes["a user, and another"]
	for locale, want := range map[string]string{"en-US": "I don't say addresses here.", "ja-JP": "ここでは、アドレスはお伝えしないことになっています。"} {
		for _, level := range redacted {
			if a := For(locale).With(level).From(s.question, s.verdict(), amsterdam, now); !strings.Contains(a.SSML, want) {
				t.Errorf("at %s in %s: %s", level, locale, a.SSML)
			}
		}
	}
	inside := followed()["inside"]
	if a := For("en-US").With(NoIDs).From(inside.question, inside.verdict(), amsterdam, now); !strings.Contains(a.SSML, "Jonas came from within AWS.") {
		t.Errorf("within AWS is no address: %s", a.SSML)
	}
}

// Whoever must choose has to hear the names, but not what they asked with; in counts
// nobody is named, and the whole name is asked for.
func TestOnlyTheNamesToChooseFromAreSaid(t *testing.T) {
	for _, level := range redacted {
		for _, locale := range []string{"en-US", "ja-JP"} {
			for name, a := range choices(For(locale).With(level)) {
				markers := map[string]bool{"111122223333": true, "444455556666": true, "203.0.113": true, "0ff1c": true, "qk7z": true}
				if level == Counts {
					markers["zqheard"] = true
				}
				if found := leaks(a, markers); len(found) > 0 {
					t.Errorf("%s at %s in %s has %v: %s", name, level, locale, found, a.SSML)
				}
				if err := lawfulAnswer(a); err != nil {
					t.Errorf("%s at %s in %s: %v", name, level, locale, err)
				}
			}
		}
		v := For("en-US").With(level)
		if level == Counts {
			for _, a := range choices(v) {
				if want := "I say no names here. What is the whole name?"; !strings.Contains(a.SSML, want) {
					t.Errorf("it lacks %q: %s", want, a.SSML)
				}
			}
			continue
		}
		for want, a := range map[string]Answer{
			"Which one do you mean: logs or fridge?":                           v.WhichOne("bucket", []string{"logs-111122223333", "fridge"}),
			"Which one do you mean: number one, logs or number two, logs?":     v.WhichOne("bucket", []string{"logs-111122223333", "logs-444455556666"}),
			"Do you mean one that is only an id?":                              v.WhichOne("accessKey", []string{"QK7Z"}),
			"The nearest names are fridge or freezer. Which one did you mean?": v.Unheard("bucket", []string{"fridge", "freezer"}),
			"Which one do you mean: bert-jan or one that is only an id?":       v.WhichOne("user", []string{"bert-jan", "AIDAIOSFODNN7EXAMPLE"}),
			"The nearest name is mei.tanaka. Did you mean that?":               v.Unknown("user", "may", july(10, 10), []string{"mei.tanaka"}, amsterdam, now),
		} {
			if !strings.Contains(a.SSML, want) {
				t.Errorf("at %s it lacks %q: %s", level, want, a.SSML)
			}
		}
	}
	said := For("en-US").With(Counts).Unknown("user", "may", july(10, 10), []string{"mei.tanaka"}, amsterdam, now).SSML
	if want := "I know of nobody by that name, and found nothing they did yesterday."; !strings.Contains(said, want) {
		t.Errorf("it lacks %q: %s", want, said)
	}
}

func TestWhatIsSaidAtALevelIsLawfulAndKeepsTheSessionAsBefore(t *testing.T) {
	for _, locale := range []string{"en-US", "ja-JP"} {
		full := sayings(For(locale))
		for _, level := range redacted {
			for name, a := range sayings(For(locale).With(level)) {
				if err := lawfulAnswer(a); err != nil {
					t.Errorf("%s at %s in %s: %v", name, level, locale, err)
				}
				if (a.Reprompt == "") != (full[name].Reprompt == "") {
					t.Errorf("%s at %s in %s ends the session, or no longer does", name, level, locale)
				}
			}
		}
	}
}

// retold are the scenes that are told at each level in golden files.
var retold = []string{
	"a user, and another", "a pudding, and a bulk delete beside it", "an instance that was terminated", "roles of all kinds", "people of all kinds",
	"a key", "one name in two accounts", "only services", "nothing in a bucket", "nothing by a user whom IAM does not know", "a security group that was opened to everybody",
}

// These files are the place to read what is left at each level.
func TestScenesAreToldAtEachLevelAsInTheGoldenFiles(t *testing.T) {
	var files []string
	for _, name := range retold {
		s := scenes[name]
		for _, locale := range []string{"en-US", "ja-JP"} {
			for _, level := range redacted {
				file := filepath.Join("testdata", "detail", strings.TrimSuffix(filepath.Base(golden(name, locale)), "txt")+level.String()+".txt")
				files = append(files, file)
				answers := played(For(locale).With(level), s.question, s.verdict())
				a := answers["a verdict"]
				parts := []string{a.SSML, a.Reprompt, a.CardTitle, a.CardText}
				for _, how := range []string{"more", "others", "from", "when", "behind", "still looking", "news", "waiting, 0, form 0"} {
					parts = append(parts, how+": "+answers[how].SSML)
				}
				got := strings.Join(parts, "\n\n") + "\n"
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
					continue
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("%s (-want +got), or run the test with -update:\n%s", file, diff)
				}
			}
		}
	}
	there, err := filepath.Glob(filepath.Join("testdata", "detail", "*"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	if diff := cmp.Diff(files, there); diff != "" {
		t.Errorf("(-scenes +files):\n%s", diff)
	}
}
