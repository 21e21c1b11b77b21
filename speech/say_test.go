package speech

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pudding/lake"
)

// codes are the failures of package lake.
func codes(t testing.TB) []lake.Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../lake/errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []lake.Code
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Code" {
				code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, lake.Code(code))
			}
		}
		return true
	})
	if len(out) < 10 {
		t.Fatalf("only found the codes %v", out)
	}
	return out
}

// sayings are all that is said beside verdicts.
func sayings(v *Voice) map[string]Answer {
	q := bucket("fridge", july(10, 10), used)
	out := map[string]Answer{
		"welcome": v.Welcome(), "help": v.Help(), "more help": v.HelpMore(), "goodbye": v.Goodbye(), "fallback": v.Fallback(), "nothing to repeat": v.NothingToRepeat(),
		"apology": v.Apology(), "stopped": v.Stopped(), "late": v.Late(), "no news": v.NoNews(), "which one": v.WhichOne("bucket", []string{"a", "b", "c", "d"}),
		"not known": v.NotKnown("0123456789ab0a1b", "fedcba9876543210"), "one moment": v.OneMoment(), "needs a voice": v.NeedsVoice(), "needs a PIN": v.NeedsPIN(), "no PIN": v.NoPIN(),
		"only one": v.WhichOne("user", []string{"mei"}),
		"too long": v.TooLong(366 * 24 * time.Hour), "too many days": v.TooLong(31 * 24 * time.Hour), "too many hours": v.TooLong(36 * time.Hour),
		"another slot": v.AskFor("sauce"), "another unclear slot": v.NotUnderstood("sauce"),
	}
	for name, a := range followUps(v) {
		out[name] = a
	}
	for slot := range questions {
		out["asking for "+slot] = v.AskFor(slot)
	}
	for slot := range unclear {
		out["unclear "+slot] = v.NotUnderstood(slot)
	}
	for _, slot := range []string{"bucket", "user", "role", "resource"} {
		out["no "+slot+" found"] = v.Unknown(slot, "fudge", july(10, 10), []string{"fridge"}, amsterdam, now)
		out["unheard of "+slot] = v.Unheard(slot, []string{"fridge", "freezer"})
	}
	for code := range failures {
		out["failure "+string(code)] = v.Failure(code, Lead{}, amsterdam, now)
	}
	lead := Lead{q, scenes["a user, and another"].verdict()}
	for _, code := range []lake.Code{"", lake.Throttled, lake.TooManyQueries, lake.CasesUnreachable, lake.Unreachable, lake.Internal} {
		out["still looking "+string(code)] = v.StillLooking(code, Lead{}, amsterdam, now)
		out["still looking with a lead "+string(code)] = v.StillLooking(code, lead, amsterdam, now)
	}
	out["a failure after a lead"] = v.Failure(lake.AccessDenied, lead, amsterdam, now)
	for name, q := range map[string]lake.Question{"bucket": q, "user": activity("mei", july(10, 10), used), "key": withKey("WXYZ", july(10, 10)), "topic": asking(lake.SignIns, lake.Arguments{})} {
		out["still open, a "+name] = v.StillOpen(q)
		out["news of a "+name] = v.News(q, scene{question: q}.verdict(), 1, amsterdam, now)
		for pick := range uint32(variants) {
			for i, words := range append(v.Waiting(q, pick), v.WaitingForNews(pick)...) {
				out[fmt.Sprintf("waiting for a %s, %d, form %d", name, i, pick)] = Answer{SSML: words}
			}
		}
	}
	return out
}

func TestWhatIsSaidIsLawful(t *testing.T) {
	for _, locale := range []string{"en-US", "ja-JP"} {
		for name, a := range sayings(For(locale)) {
			if err := lawfulAnswer(a); err != nil {
				t.Errorf("%s in %s: %v", name, locale, err)
			}
		}
	}
}

// Alexa's certification wants a question wherever the microphone opens.
func TestASessionStaysOpenOnlyAfterAQuestion(t *testing.T) {
	for locale, mark := range map[string]string{"en-US": "?", "ja-JP": "？"} {
		for name, a := range sayings(For(locale)) {
			asks := strings.Contains(a.SSML, mark)
			if open := a.Reprompt != ""; open != asks {
				t.Errorf("%s in %s: open is %t: %s", name, locale, open, a.SSML)
			}
		}
	}
}

func TestEveryFailureHasItsWords(t *testing.T) {
	for _, locale := range []string{"en-US", "ja-JP"} {
		v := For(locale)
		said := map[string]lake.Code{}
		for _, code := range codes(t) {
			a := v.Failure(code, Lead{}, amsterdam, now)
			if other, ok := said[a.SSML]; ok {
				t.Errorf("%s and %s are the same in %s", code, other, locale)
			}
			said[a.SSML] = code
		}
		if v.Failure("a code yet to come", Lead{}, amsterdam, now) != v.Apology() {
			t.Errorf("in %s an unknown failure is no apology", locale)
		}
	}
}

func TestWordsForWaitingFitAProgressiveResponse(t *testing.T) {
	for _, name := range absurd {
		for _, q := range []lake.Question{bucket(name, july(10, 10), used), activity(name, july(10, 10), used), withKey(name, july(10, 10))} {
			for _, locale := range []string{"en-US", "ja-JP"} {
				for _, ssml := range For(locale).Waiting(q, 1) {
					if n := utf8.RuneCountInString(ssml); n > 600 {
						t.Errorf("%d characters: %s", n, ssml)
					}
					if err := lawful(ssml); err != nil {
						t.Errorf("%.40q: %v", name, err)
					}
				}
			}
		}
	}
}

func TestWordsForWaitingSaySomethingNewEachTime(t *testing.T) {
	for _, locale := range []string{"en-US", "ja-JP"} {
		said := map[string]bool{}
		for pick := range uint32(variants) {
			for _, words := range For(locale).Waiting(bucket("fridge", july(10, 10), used), pick) {
				if said[words] {
					t.Errorf("%s is said twice", words)
				}
				said[words] = true
			}
		}
	}
}

func TestALeadNamesTheFirstSuspectAndIsNotTheWholeTruth(t *testing.T) {
	s := scenes["a user, and another"]
	said := For("en-US").StillLooking("", Lead{s.question, s.verdict()}, amsterdam, now).SSML
	for _, want := range []string{"Event history already has a first lead. Bert-jan used", "may not be all of it", "still looking", "any news?"} {
		if !strings.Contains(said, want) {
			t.Errorf("it lacks %q: %s", want, said)
		}
	}
	if strings.Contains(said, "Benjamin") {
		t.Errorf("it names another: %s", said)
	}
	if nothing := For("en-US").StillLooking("", Lead{Question: s.question}, amsterdam, now).SSML; strings.Contains(nothing, "lead") {
		t.Errorf("nothing found is no lead: %s", nothing)
	}
}

func TestEveryLocaleHasAVoice(t *testing.T) {
	for locale, want := range map[string]string{
		"en-US": "en", "en-GB": "en", "en-IN": "en", "ja-JP": "ja", "ja": "ja", "JA-jp": "ja", "tlh-KX": "en", "": "en",
	} {
		if For(locale) != voices[want]() {
			t.Errorf("%q is not spoken as %s", locale, want)
		}
	}
}

func TestCandidatesAreToldApart(t *testing.T) {
	for name, test := range map[string]struct {
		slot       string
		candidates []string
		want       string
	}{
		"by what people call them":               {"bucket", []string{"logs-111122223333", "config-111122223333"}, "<speak>Which one do you mean: logs or config?</speak>"},
		"by what differs where they sound alike": {"bucket", []string{"trail-111122223333-222dcf7b", "trail-111122223333-80d2c6dc"}, "<speak>Which one do you mean: trail-222dcf7b or trail-80d2c6dc?</speak>"},
		"in full where nothing else differs":     {"bucket", []string{"logs-111122223333", "logs-444455556666"}, "<speak>Which one do you mean: logs-111122223333 or logs-444455556666?</speak>"},
		"three at most":                          {"user", []string{"a", "b", "c", "d"}, "<speak>Which one do you mean: a, b or c?</speak>"},
		"a letter at a time for a key":           {"accessKey", []string{"ABCD", "WXCD"}, "<speak>Which one do you mean: A B C D or W X C D?</speak>"},
		"by the whole name if only one is":       {"user", []string{"mei.tanaka"}, "<speak>Do you mean mei.tanaka?</speak>"},
	} {
		if got := For("en-US").WhichOne(test.slot, test.candidates); got.SSML != test.want || got.Reprompt != test.want {
			t.Errorf("%s: %s", name, got.SSML)
		}
	}
}

func TestALongerTimeThanMayBeAskedAboutIsAskedBack(t *testing.T) {
	const day = 24 * time.Hour
	for longest, want := range map[time.Duration][2]string{
		day:            {"through 24 hours at once. Which time do you mean? You could say: yesterday.", "24時間までです。いつのことですか？たとえば、昨日、"},
		36 * time.Hour: {"through 36 hours at once", "36時間までです"},
		31 * day:       {"through 31 days at once. Which time do you mean? You could say: last month.", "31日間までです。いつのことですか？たとえば、先月、"},
		365 * day:      {"through a year at once", "1年間までです"},
		366 * day:      {"through a year at once", "1年間までです"},
		731 * day:      {"through two years at once", "2年間までです"},
		400 * day:      {"through 400 days at once", "400日間までです"},
	} {
		for i, locale := range []string{"en-US", "ja-JP"} {
			a := For(locale).TooLong(longest)
			if !strings.Contains(a.SSML, want[i]) || a.Reprompt != a.SSML {
				t.Errorf("%s in %s: %q, reprompt %q", longest, locale, a.SSML, a.Reprompt)
			}
			if err := lawful(a.SSML); err != nil {
				t.Errorf("%q %v", a.SSML, err)
			}
		}
	}
}
