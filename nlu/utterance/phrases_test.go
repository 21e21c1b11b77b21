package utterance

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding/nlu"
)

// carriers are questions with a place for a phrase that says when.
var carriers = map[string]struct{ before, behind string }{
	"en-US": {"who used the config bucket ", ""},
	"ja-JP": {"", "configバケットを使ったのは誰"},
}

func TestPhrasesThatSayWhen(t *testing.T) {
	raw, err := os.ReadFile("testdata/phrases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	many := map[string]int{}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 {
			t.Fatalf("%d fields in %q", len(f), line)
		}
		locale, phrase := f[0], f[1]
		many[locale]++
		t.Run(locale+" "+phrase, func(t *testing.T) {
			c := carriers[locale]
			got, err := matcher(locale).Match(c.before+phrase+c.behind, monday, time.UTC)
			if why, refused := strings.CutPrefix(f[2], "?"); refused {
				var none *NoMatchError
				if !errors.As(err, &none) || !strings.Contains(none.Doubt, why) || why != "" && !strings.Contains(err.Error(), why) {
					t.Errorf("%v, %v; want it refused with %q", got.Slots, err, why)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{}
			for slot := range strings.FieldsSeq(f[2]) {
				name, value, _ := strings.Cut(slot, "=")
				want[name] = strings.ReplaceAll(value, "+", " ")
			}
			if got.Slots["bucket"] != "config" {
				t.Errorf("the bucket is %q", got.Slots["bucket"])
			}
			delete(got.Slots, "bucket")
			delete(got.Slots, "action")
			if diff := cmp.Diff(want, got.Slots); diff != "" {
				t.Errorf("by %q (-want +got):\n%s", got.Sample, diff)
			}
			understood(t, got.Slots)
		})
	}
	if many["en-US"] < 80 || many["ja-JP"] < 60 {
		t.Errorf("there are only %v phrases", many)
	}
}

// understood holds that what is read out of words is a period.
func understood(t *testing.T, s map[string]string) {
	t.Helper()
	when := nlu.When{Date: s["date"], EndDate: s["endDate"], Time: s["time"], EndTime: s["endTime"], Duration: s["duration"]}
	if s["since"] != "" {
		when.EndDate = nlu.Now
	}
	if _, err := nlu.PeriodOf(when, monday, time.UTC); err != nil {
		t.Error(err)
	}
}

func TestAZoneIsUnderstoodWhereItIsTheAskersOwn(t *testing.T) {
	for _, test := range []struct{ locale, text, zone, time string }{
		{"en-US", "who used the config bucket yesterday at 12:00 UTC", "UTC", "12:00"},
		{"en-US", "who used the config bucket yesterday at 12:00 GMT", "Etc/UTC", "12:00"},
		{"en-US", "who used the config bucket yesterday at five p.m. U. T. C.", "UTC", "17:00"},
		{"en-US", "who used the config bucket yesterday at 12:00 UTC", "Europe/Berlin", ""},
		{"en-US", "who used the config bucket yesterday at 12:00 UTC", "Europe/London", ""},
		{"en-US", "who used the utc config bucket yesterday at 12:00", "Europe/Berlin", "12:00"},
		{"en-US", "who used the jst logs bucket yesterday at 12:00", "UTC", "12:00"},
		{"ja-JP", "昨日の12時UTCにconfigバケットを使ったのは誰", "UTC", "12:00"},
		{"ja-JP", "昨日の日本時間12時にconfigバケットを使ったのは誰", "Asia/Tokyo", "12:00"},
		{"ja-JP", "昨日の日本時間の12時にconfigバケットを使ったのは誰", "Asia/Tokyo", "12:00"},
		{"ja-JP", "昨日の12時UTCにconfigバケットを使ったのは誰", "Asia/Tokyo", ""},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		got, err := matcher(test.locale).Match(test.text, monday, zone)
		var none *NoMatchError
		switch {
		case test.time == "" && (!errors.As(err, &none) || !strings.Contains(none.Doubt, test.zone)):
			t.Errorf("%q in %s is %v, %v", test.text, test.zone, got.Slots, err)
		case test.time != "" && (err != nil || got.Slots["time"] != test.time):
			t.Errorf("%q in %s is %v, %v", test.text, test.zone, got.Slots, err)
		}
	}
}

// TestDoubtIsNotTakenForAName holds that a question whose name has no word
// behind it is refused as others are.
func TestDoubtIsNotTakenForAName(t *testing.T) {
	for _, text := range []string{"who ate my pudding next friday", "who ate my pudding tomorrow", "who ate my pudding tonight", "who ate my pudding recently", "who ate my pudding a few hours ago", "who ate my pudding next month"} {
		got, err := matcher("en-US").Match(text, monday, time.UTC)
		var none *NoMatchError
		if !errors.As(err, &none) || none.Doubt == "" {
			t.Errorf("%q is %v, %v", text, got.Slots, err)
		}
	}
}

// TestNamesMayHaveWordsOfTime holds that what only sounds like a time is a name
// still.
func TestNamesMayHaveWordsOfTime(t *testing.T) {
	for _, test := range []struct{ locale, text, bucket string }{
		{"en-US", "who used the next app bucket yesterday", "next app"},
		{"en-US", "who used the recently deleted bucket", "recently deleted"},
		{"en-US", "who used the dawn bucket", "dawn"},
		{"en-US", "who used the bucket logs-10-12", "logs-10-12"},
		{"en-US", "who used the last mile bucket", "last mile"},
		{"en-US", "who used the evening bucket", "evening"},
		{"ja-JP", "月末レポートバケットを使ったのは誰", "月末レポート"},
		{"ja-JP", "平日バケットを使ったのは誰", "平日"},
	} {
		got, err := matcher(test.locale).Match(test.text, monday, time.UTC)
		if err != nil || got.Slots["bucket"] != test.bucket {
			t.Errorf("%q is %v, %v", test.text, got.Slots, err)
		}
	}
}
