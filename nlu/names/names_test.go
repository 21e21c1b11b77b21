package names

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// world is what exists in the tables of tests.
var world = []Known{
	{"user", "taro-yamada"}, {"user", "jiro-yamada"}, {"user", "kenji.sato"},
	{"user", "alice.smith"}, {"user", "alice.smyth"}, {"user", "maria.garcia"}, {"user", "takeshi.saito"},
	{"user", "bob-jones"}, {"user", "carol@example.com"}, {"user", "carolw07"}, {"user", "svc-deploy-02"}, {"user", "svc-deploy-12"},
	{"user", "deploy"}, {"role", "deploy"}, {"user", "route"}, {"user", "root"}, {"user", "emma.stone"}, {"user", "emma-stone"},
	{"role", "EksNodeRole"}, {"role", "ProdDBAdmin"}, {"role", "tf-apply-prd"}, {"role", "gha-deploy-dev"},
	{"bucket", "prod-logs-eu-west-1"}, {"bucket", "prod-logs-eu-west-2"}, {"bucket", "dev-logs-eu-west-1"},
	{"bucket", "acme-invoices-2024"}, {"bucket", "cdk-hnb659fds-assets-123456789012-us-east-1"}, {"bucket", "s3-archive"},
	{"bucket", "acme_images"}, {"bucket", "the-bucket"}, {"instance", "web-44"}, {"function", "resizeImages"},
}

func index(t testing.TB, known []Known, locale string) *Index {
	t.Helper()
	x, err := New(known, locale)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// A hearing is what is heard, and what is to become of it.
type hearing struct {
	reason, heard string
	decision      Decision
	first         string // the nearest; empty for any
}

var inEnglishHeard = []hearing{
	{"the marks of a name may be said", "taro dash yamada", Take, "taro-yamada"},
	{"they may be left out", "taro yamada", Take, "taro-yamada"},
	{"a hyphen is a dash", "bob hyphen jones", Take, "bob-jones"},
	{"and so is a minus", "bob minus jones", Take, "bob-jones"},
	{"an under score is an underscore", "acme under score images", Take, "acme_images"},
	{"an address is said with at and dot", "carol at example dot com", Take, "carol@example.com"},
	{"a possessive is heard", "bob jones's", Take, "bob-jones"},
	{"letters are spelled with dots", "e. k. s. node role", Take, "EksNodeRole"},
	{"or without", "e k s node role", Take, "EksNodeRole"},
	{"or by words that sound like them", "gee aitch a deploy dev", Take, "gha-deploy-dev"},
	{"or by the telephone's alphabet", "golf hotel alpha deploy dev", Take, "gha-deploy-dev"},
	{"capitals begin words", "prod d. b. admin", Take, "ProdDBAdmin"},
	{"words are heard in two", "ta ro yama da", Take, "taro-yamada"},
	{"or two as one", "taroyamada", Take, "taro-yamada"},
	{"or all as one, with the mark", "tarodashyamada", Take, "taro-yamada"},
	{"an environment has a long name", "terraform apply production", Take, "tf-apply-prd"},
	{"and a region is spelled", "prod logs e u west one", Take, "prod-logs-eu-west-1"},
	{"a number is said by its digits", "acme invoices two zero two four", Take, "acme-invoices-2024"},
	{"or by tens", "acme invoices twenty twenty four", Take, "acme-invoices-2024"},
	{"or by thousands", "acme invoices two thousand and twenty four", Take, "acme-invoices-2024"},
	{"or by words that sound like it", "acme invoices too oh too for", Take, "acme-invoices-2024"},
	{"a digit is doubled", "web double four", Take, "web-44"},
	{"an account is a number of twelve digits", "c d k h n b six five nine f d s assets one two three four five six seven eight nine oh one two us east one", Take, "cdk-hnb659fds-assets-123456789012-us-east-1"},
	{"words stand around a name", "the prod logs e u west one bucket please", Take, "prod-logs-eu-west-1"},
	{"and are part of one, if there is such", "the bucket", Take, "the-bucket"},
	{"a plural is heard for a singular", "s. three archives", Take, "s3-archive"},
	{"a service is written for short", "service deploy twelve", Take, "svc-deploy-12"},
	{"a name is heard as it is written", "svc-deploy-02", Take, "svc-deploy-02"},
	{"a function is said in words", "resize images", Take, "resizeImages"},
	{"a marked name is told from an unmarked by its mark", "emma dot stone", Take, "emma.stone"},

	{"names that sound the same are asked about", "alice smith", Ask, ""},
	{"and those that only a mark tells apart", "emma stone", Ask, ""},
	{"and those of several kinds", "deploy", Ask, "deploy"},
	{"and those that sound the same for many", "root", Ask, ""},
	{"another digit is another name", "service deploy thirteen", Ask, ""},
	{"another region is another", "prod logs e u west three", Ask, ""},
	{"another environment is another", "staging logs e u west one", Ask, ""},
	{"another person is another", "mario garcia", Ask, "maria.garcia"},
	{"however near the name is", "takashi saito", Ask, "takeshi.saito"},
	{"and whoever it may be", "takeshi sato", Ask, "takeshi.saito"},
	{"a part of a name is not the name", "alice", Refuse, ""},
	{"and more than a name is not the name", "prod logs archive e u west one", Ask, ""},
	{"a number at the end is a part", "taro yamada two", Ask, "taro-yamada"},

	{"what is like nothing is refused", "photosynthesis", Refuse, ""},
	{"nothing is refused", "", Refuse, ""},
	{"blanks are nothing", " \t ", Refuse, ""},
	{"marks are nothing", "... - _", Refuse, ""},
	{"what is no text is refused", "\xff\xfe", Refuse, ""},
}

var inJapaneseHeard = []hearing{
	{"a name is heard in kanji", "太郎山田", Take, "taro-yamada"},
	{"in katakana", "タロウヤマダ", Take, "taro-yamada"},
	{"in hiragana", "たろう やまだ", Take, "taro-yamada"},
	{"with its mark", "太郎ハイフン山田", Take, "taro-yamada"},
	{"and with who it is", "太郎山田さん", Take, "taro-yamada"},
	{"kanji have several readings", "健二ドット佐藤", Take, "kenji.sato"},
	{"an address is said with at", "キャロルアットマークエグザンプルドットコム", Ask, "carol@example.com"},
	{"letters are spelled", "イーケーエスノードロール", Take, "EksNodeRole"},
	{"or written in Latin", "EKSノードロール", Take, "EksNodeRole"},
	{"an environment has a Japanese name", "本番ログスEUウェスト1", Take, "prod-logs-eu-west-1"},
	{"numbers are digits", "エスブイシーデプロイ02", Take, "svc-deploy-02"},
	{"numbers are said", "サービス デプロイ じゅうに", Take, "svc-deploy-12"},
	{"numbers are kanji", "ウェブ四十四", Take, "web-44"},
	{"another digit is another name", "サービスデプロイ03", Ask, ""},
	{"another region is another", "本番ログEUウエスト3", Ask, ""},
	{"another person is another", "健太佐藤", Refuse, ""},
	{"however near the name is", "たけし さとう", Ask, "takeshi.saito"},
	{"a part is not the name", "山田", Refuse, ""},
	{"nothing is refused", "ー", Refuse, ""},
	{"what cannot be read is refused", "魑魅魍魎", Refuse, ""},
}

func TestResolve(t *testing.T) {
	for locale, hearings := range map[string][]hearing{"en-US": inEnglishHeard, "ja-JP": inJapaneseHeard} {
		x := index(t, world, locale)
		for _, h := range hearings {
			t.Run(locale+" "+h.reason, func(t *testing.T) {
				got := x.Resolve(h.heard)
				if got.Decision != h.decision || h.first != "" && (len(got.Matches) == 0 || got.Matches[0].Name != h.first) {
					t.Errorf("%q is %s %v, want %s %s", h.heard, got.Decision, got.Matches, h.decision, h.first)
				}
			})
		}
	}
}

func TestResolveLooksAtOneKind(t *testing.T) {
	got := index(t, world, "en-US").Resolve("deploy", "role")
	if got.Decision != Take || got.Matches[0].Known != (Known{"role", "deploy"}) {
		t.Errorf("got %s %v", got.Decision, got.Matches)
	}
}

func TestScoresAreInOrderAndSayTheDecision(t *testing.T) {
	x := index(t, world, "en-US")
	for _, h := range inEnglishHeard {
		got := x.Resolve(h.heard)
		if len(got.Matches) > 3 {
			t.Errorf("%q has %d matches", h.heard, len(got.Matches))
		}
		last := 1.0
		for i, m := range got.Matches {
			if m.Score < 0 || m.Score > last || i > 0 && m.Score >= TakeFrom {
				t.Errorf("%q: the scores are %v", h.heard, got.Matches)
			}
			last = m.Score
		}
		want := Refuse
		if len(got.Matches) > 0 && got.Matches[0].Score >= TakeFrom {
			want = Take
		} else if len(got.Matches) > 0 && got.Matches[0].Score >= AskFrom {
			want = Ask
		}
		if got.Decision != want {
			t.Errorf("%q is %s with %v", h.heard, got.Decision, got.Matches)
		}
	}
}

func TestNobodyListensInOtherLocales(t *testing.T) {
	if _, err := New(world, "fr-FR"); err == nil {
		t.Error("New listens in French")
	}
}

// Names that are pronounced alike, however they are written.
func TestNamesThatSoundTheSameAreNeverTaken(t *testing.T) {
	for _, pair := range [][2]string{
		{"sean.murphy", "shawn.murphy"}, {"catherine.cole", "kathryn.cole"}, {"steven.ray", "stephen.ray"}, {"jon.hall", "john.hall"},
		{"philip.gray", "phillip.grey"}, {"brian.clark", "bryan.clarke"}, {"mark.allen", "marc.alan"}, {"erik.reid", "eric.reed"},
		{"sara.lee", "sarah.leigh"}, {"ann.moore", "anne.more"}, {"neil.stewart", "neal.stuart"}, {"ito-yuki", "itoh-yuuki"},
		{"kato.ryo", "katou.ryou"}, {"write-role", "right-role"}, {"mail-sender", "male-sender"}, {"data-plane", "data-plain"},
		{"web-site", "website"}, {"log-in-bot", "login-bot"},
	} {
		x := index(t, []Known{{"user", pair[0]}, {"user", pair[1]}, {"user", "someone.else"}}, "en-US")
		for _, name := range pair {
			heard := ""
			for _, p := range parts(name) {
				if p.mark == 0 {
					heard += p.text + " "
				}
			}
			if got := x.Resolve(heard); got.Decision != Ask {
				t.Errorf("%q is %s %v, though there are %v", heard, got.Decision, got.Matches, pair)
			}
		}
	}
}

// goesOnAndOn is heard that is longer than most names, or than any.
var goesOnAndOn = []string{
	"P" + strings.Repeat("9", 64) + "Y", strings.Repeat("w ", 25), strings.Repeat("12", 35), strings.Repeat("backup ", 30), strings.Repeat("バ", 80),
	strings.Repeat("w ", 60), strings.Repeat("backup ", 91), strings.Repeat("november ", 64), strings.Repeat("autentication ", 45), strings.Repeat("to ", 213),
	strings.Repeat("one hundred and ", 40), strings.Repeat("web dash ", 71), strings.Repeat("the ", 160),
	strings.Repeat("w", 640), strings.Repeat("7", 640), strings.Repeat("production", 64), strings.Repeat("prodlogs", 7) + strings.Repeat(" prodlogsprodlogs", 34),
	strings.Repeat("バ", 213), strings.Repeat("一", 213), strings.Repeat("山田", 106), strings.Repeat("トゥエンティ", 35), strings.Repeat("EKSノード", 48),
	strings.Repeat("\ufdfa", 213), strings.Repeat("㎯", 213), // of more letters than it seems
}

// resolve resolves what was heard, or fails if that doesn't end.
func resolve(t testing.TB, x *Index, heard string) (answer Answer) {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		answer = x.Resolve(heard)
	}()
	select {
	case <-ended:
		return answer
	case <-time.After(20 * time.Second):
		t.Fatalf("%.40q, of %d bytes, is still being looked up", heard, len(heard))
	}
	return Answer{}
}

func TestALookUpEndsHoweverLongWhatWasHeardIs(t *testing.T) {
	for _, locale := range []string{"en-US", "ja-JP"} {
		for _, known := range [][]Known{{{"role", "EksNodeRole"}}, world} {
			x := index(t, known, locale)
			for _, heard := range goesOnAndOn {
				if got := resolve(t, x, heard); got.Decision == Take {
					t.Errorf("%.40q is taken for %v", heard, got.Matches)
				}
			}
		}
	}
}

func TestEachWordMoreThatWasHeardCostsMore(t *testing.T) {
	x := index(t, world, "en-US")
	known := steps{ear: x.language.ear}
	x.speak(0, &known)
	a := aligner{ear: x.language.ear}
	last := cost(0)
	for n := 3; n < 90; n++ {
		l := x.language.listen(strings.Repeat("backup ", n), x.vocabulary)
		c := a.align(l.layOut(x.language.ear), &known)
		if c <= last || c >= never {
			t.Fatalf("%d words cost %d, one less %d", n, c, last)
		}
		last = c
	}
}

func TestTheLongestNameIsHeardLetterByLetter(t *testing.T) {
	name := "whiskey-november-quebec-eks-node-group-role-prod-eu-west-1-20240"
	if len(name) != longestName {
		t.Fatalf("it has %d characters", len(name))
	}
	alphabet := strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu")
	katakana := strings.Fields("エー ビー シー ディー イー エフ ジー エイチ アイ ジェイ ケー エル エム エヌ オー ピー キュー アール エス ティー ユー ブイ ダブリュー エックス ワイ ゼット")
	var letters, words, kana string
	for _, c := range []byte(name) {
		switch {
		case c == '-':
			letters, words, kana = letters+"dash ", words+"dash ", kana+"-"
		case isNumber(c):
			letters, words, kana = letters+numberNames[string(c)]+" ", words+numberNames[string(c)]+" ", kana+string(c)
		default:
			letters, words, kana = letters+string(c)+". ", words+alphabet[c-'a']+" ", kana+katakana[c-'a']
		}
	}
	for heard, locale := range map[string]string{letters: "en-US", words: "en-US", kana: "ja-JP"} {
		if got := resolve(t, index(t, append([]Known{{"role", name}}, world...), locale), heard); len(got.Matches) == 0 || got.Matches[0].Name != name {
			t.Errorf("%q is %s %v", heard, got.Decision, got.Matches)
		}
	}
}

func TestWhatIsLongerThanANameIsLikeNone(t *testing.T) {
	for _, heard := range []string{strings.Repeat("web dash ", 71), strings.Repeat("w", 640), strings.Repeat("㎯", 213)} {
		for _, locale := range []string{"en-US", "ja-JP"} {
			if got := resolve(t, index(t, world, locale), heard); got.Decision != Refuse || got.Matches != nil {
				t.Errorf("%.20q is %s %v", heard, got.Decision, got.Matches)
			}
		}
	}
}

func TestAWordIsTakenApartIfItIsNoLongerThanAName(t *testing.T) {
	v := index(t, world, "en-US").vocabulary
	for word, want := range map[string]int{strings.Repeat("prodlogs", 8): 16, strings.Repeat("prodlogs", 8) + "s": 0} {
		if got := english().pieces(word, v); len(got) != want {
			t.Errorf("%q is taken apart into %q", word, got)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, h := range append(inEnglishHeard, inJapaneseHeard...) {
		f.Add(h.heard, "new-name_2", uint8(1))
		f.Add(h.heard, "new-name_2", uint8(255))
	}
	for _, heard := range goesOnAndOn {
		f.Add(heard, "EksNodeRole", uint8(1))
	}
	f.Fuzz(func(t *testing.T, heard, name string, times uint8) {
		heard = strings.Repeat(heard, min(int(times), longestHeard/max(len(heard), 1)))
		for _, locale := range []string{"en-US", "ja-JP"} {
			for _, known := range [][]Known{{{"user", name}}, append([]Known{{"user", name}}, world[:10]...)} {
				x := index(t, known, locale)
				got, again := resolve(t, x, heard), resolve(t, x, heard)
				if got.Decision != again.Decision || !slices.Equal(got.Matches, again.Matches) {
					t.Fatalf("%q is %v, and then %v", heard, got, again)
				}
				if got.Decision == Take && len(split(heard)) == 0 && locale == "en-US" {
					t.Fatalf("%q is taken for %v", heard, got.Matches)
				}
			}
		}
	})
}

func TestANameIsSaidAsPeopleSayIt(t *testing.T) {
	for _, test := range []struct {
		name, locale string
		want         []string
	}{
		{"prod-logs-eu-west-1", "en-US", []string{"prod logs e. u. west one"}},
		{"mei.tanaka", "en-GB", []string{"mei tanaka", "mei dot tanaka"}},
		{"carol@example.com", "en-US", []string{"carol example com", "carol at example dot com"}},
		{"EksNodeRole", "en-US", []string{"e. k. s. node role"}},
		{"svc-deploy-02", "en-US", []string{"s. v. c. deploy zero two"}},
		{"cook-12", "en-US", []string{"cook twelve"}},
		{"prod-logs", "ja-JP", []string{"prod logs"}},
		{"---", "en-US", nil},
	} {
		if got := Said(test.name, test.locale); !slices.Equal(got, test.want) {
			t.Errorf("%s in %s is said as %q, want %q", test.name, test.locale, got, test.want)
		}
	}
}

func TestWhatIsSaidIsHeard(t *testing.T) {
	x := index(t, world, "en-US")
	for _, k := range world {
		for _, said := range Said(k.Name, "en-US") {
			if got := x.Resolve(said, k.Kind); got.Decision == Refuse || got.Decision == Take && got.Matches[0].Name != k.Name {
				t.Errorf("%q, which is %s, is heard as %v", said, k.Name, got)
			}
		}
	}
}

func TestANameIsSpelledAsItMayBeWritten(t *testing.T) {
	for _, test := range []struct{ heard, locale, want string }{
		{"prod logs e u west one", "en-US", "prod logs e u west 1"},
		{"taro dash yamada", "en-US", "taro yamada"},
		{"web double four", "en-US", "web 44"},
		{"やまだたろう", "ja-JP", "yamadataro"},
		{"山田太郎", "ja-JP", "yamadataro"},
		{"太郎ハイフン山田", "ja-JP", "taro yamada"},
		{"", "en-US", ""},
		{"mei", "tlh-KX", ""},
	} {
		if got := Spelled(test.heard, test.locale); got != test.want {
			t.Errorf("%q in %s is spelled %q, want %q", test.heard, test.locale, got, test.want)
		}
	}
}

func FuzzSpelled(f *testing.F) {
	f.Add("prod logs e u west one")
	f.Add("山田太郎")
	f.Fuzz(func(t *testing.T, heard string) {
		for _, locale := range []string{"en-US", "ja-JP"} {
			_ = Spelled(heard, locale)
			_ = Said(heard, locale)
		}
	})
}
