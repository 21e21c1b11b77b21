package lake_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"pudding/lake"
)

const store = "ad85f16b-ed48-4c2b-9b1a-0123456789ab"

var july10 = lake.Period{
	From: time.Date(2023, 7, 10, 0, 0, 0, 0, time.UTC),
	To:   time.Date(2023, 7, 11, 0, 0, 0, 0, time.UTC),
}

// token is one token of SQL, as far as a value could change it.
var token = regexp.MustCompile(`'(?:[^']|'')*'|--|/\*|\*/|[A-Za-z_][A-Za-z0-9_]*|[0-9]+|\S`)

// shape is a statement with its literals blanked: what no value may change.
func shape(sql string) string {
	var out []string
	for _, t := range token.FindAllString(sql, -1) {
		if strings.HasPrefix(t, "'") {
			t = "'?'"
		}
		out = append(out, t)
	}
	return strings.ReplaceAll(strings.Join(out, " "), "CAST ( NULL AS varchar )", "'?'")
}

func plain(t lake.Template) lake.Question {
	return lake.Question{Template: t, Period: july10, Arguments: lake.Arguments{
		Bucket: lake.Name{Said: "b"}, User: lake.Name{Said: "u"}, AccessKey: "ABCD",
	}}
}

func TestStatement(t *testing.T) {
	for _, tc := range []struct {
		name string
		q    lake.Question
		want []string
		not  []string
	}{
		{
			name: "a bucket is compared by what its spellings share",
			q:    with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Bucket.Said = "Config-Bucket" }),
			want: []string{`'(?i)^c[-.]*o[-.]*n[-.]*f[-.]*i[-.]*g[-.]*b[-.]*u[-.]*c[-.]*k[-.]*e[-.]*t$'`, "eventTime >= '2023-07-10 00:00:00' AND eventTime < '2023-07-11 00:00:00'", "FROM " + store},
		},
		{
			name: "a spoken name may be part of an identifier",
			q:    with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Bucket = lake.Name{Said: "c t l r", Loose: true} }),
			want: []string{`'(?i)c[-.]*t[-.]*l[-.]*r'`},
		},
		{
			name: "there may be more between the words of a spoken name",
			q:    with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Bucket = lake.Name{Said: "ba ev", Loose: true} }),
			want: []string{`'(?i)b[-.]*a[^/:]*e[-.]*v'`},
		},
		{
			name: "a user who narrows a question about a bucket is not a part of another",
			q:    with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.User = lake.Name{Said: "al", Loose: true} }),
			want: []string{`n -> regexp_like(n, '(?i)^a[-_.@+=,]*l$')`},
		},
		{
			name: "an action narrows the names of events",
			q:    with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Action.EventNames = []string{"DeleteBucket", "DeleteObject"} }),
			want: []string{"regexp_like(eventName, '(?i)^((DeleteBucket|DeleteObject)(20[0-9]{6}.*)?$)')"},
		},
		{
			name: "an object's key is quoted",
			q:    with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Object.Key = "it's -- /* fine */" }),
			want: []string{"k = 'it''s -- /* fine */'"},
		},
		{
			name: "an access key is asked by its end",
			q:    plain(lake.AccessKeyActivity),
			want: []string{"userIdentity.accessKeyId LIKE '%ABCD'"},
		},
		{
			name: "a statement carries no comments and no blank lines",
			q:    plain(lake.BucketUsers),
			not:  []string{"-- ", "\n\n", ":bucket", "{{"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			sql, err := lake.Statement(tc.q, store)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range tc.want {
				if !strings.Contains(sql, want) {
					t.Errorf("%s\nlacks %s", sql, want)
				}
			}
			for _, not := range tc.not {
				if strings.Contains(sql, not) {
					t.Errorf("%s\nholds %q", sql, not)
				}
			}
		})
	}
}

func with(q lake.Question, change func(*lake.Arguments)) lake.Question {
	change(&q.Arguments)
	return q
}

func TestStatementRefuses(t *testing.T) {
	long := strings.Repeat("a", 10_000)
	for _, tc := range []struct {
		name  string
		q     lake.Question
		store string
	}{
		{"a bucket without a letter", with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Bucket.Said = "'; --" }), store},
		{"a bucket of 10 KB", with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Bucket.Said = long }), store},
		{"an object with a control character", with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Object.Key = "a\x00b" }), store},
		{"an object key that is too long", with(plain(lake.BucketUsers), func(a *lake.Arguments) { a.Object.Key = long }), store},
		{"an access key that is short", with(plain(lake.AccessKeyActivity), func(a *lake.Arguments) { a.AccessKey = "ABC" }), store},
		{"an access key with a wildcard", with(plain(lake.AccessKeyActivity), func(a *lake.Arguments) { a.AccessKey = "%BCD" }), store},
		{"an event name with a quote", with(plain(lake.UserActivity), func(a *lake.Arguments) { a.Action.Prefixes = []string{"Get'"} }), store},
		{"a service that is none", with(plain(lake.UserActivity), func(a *lake.Arguments) { a.Service = "s3' OR 1=1" }), store},
		{"an ARN in place of the store's id", plain(lake.BucketUsers), "arn:aws:cloudtrail:us-east-1:123456789012:eventdatastore/" + store},
		{"a template that isn't there", lake.Question{Template: "fortune", Period: july10}, store},
		{"an empty period", lake.Question{Template: lake.BucketUsers, Period: lake.Period{From: july10.From, To: july10.From}}, store},
		{"a period before all records", lake.Question{Template: lake.BucketUsers, Period: lake.Period{To: july10.To}, Arguments: plain(lake.BucketUsers).Arguments}, store},
	} {
		t.Run(tc.name, func(t *testing.T) {
			sql, err := lake.Statement(tc.q, tc.store)
			if lake.CodeOf(err) != lake.InvalidQuestion {
				t.Errorf("got %q, %v; want the code %s", sql, err, lake.InvalidQuestion)
			}
		})
	}
}

// FuzzStatement: whatever the values, the statement's shape is the template's,
// and what can be asked in SQL can be asked of one event.
func FuzzStatement(f *testing.F) {
	f.Add("config", "bert-jan", "KVBMX", "it's", "DeleteBucket", "s3.amazonaws.com", true, false)
	f.Add("' OR '1'='1", "*/ --", "%", "a\\'b", "x'; DROP", "ｓ３", false, true)
	shapes := map[lake.Template]string{}
	for _, template := range []lake.Template{lake.BucketUsers, lake.UserActivity, lake.AccessKeyActivity} {
		sql, err := lake.Statement(plain(template), store)
		if err != nil {
			f.Fatal(err)
		}
		shapes[template] = shape(sql)
	}
	f.Fuzz(func(t *testing.T, bucket, user, key, object, event, service string, loose, prefix bool) {
		for template, want := range shapes {
			q := lake.Question{Template: template, Period: july10, Arguments: lake.Arguments{
				Bucket:    lake.Name{Said: bucket, Loose: loose},
				User:      lake.Name{Said: user, Loose: loose},
				AccessKey: key,
				Object:    lake.Object{Key: object, Prefix: prefix},
				Action:    lake.Action{EventNames: []string{event}, Prefixes: []string{event}},
				Service:   service,
			}}
			sql, err := lake.Statement(q, store)
			if err != nil {
				continue
			}
			if _, err := lake.NewMatcher(q); err != nil {
				t.Errorf("there is a statement, but no matcher: %v", err)
			}
			if got := shape(sql); got != want {
				t.Errorf("the shape changed to\n%s\nfrom\n%s", got, want)
			}
			if len(sql) > lake.MaxStatement {
				t.Errorf("the statement is %d characters long", len(sql))
			}
		}
	})
}
