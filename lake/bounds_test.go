package lake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pudding/lake"
)

// TestEveryTemplate also writes the statements to the folder in
// PUDDING_STATEMENTS, for the grammar that lake/grammar holds them to.
func TestEveryTemplate(t *testing.T) {
	folder := os.Getenv("PUDDING_STATEMENTS")
	for _, template := range lake.Templates() {
		for _, size := range []struct {
			name string
			q    lake.Question
		}{{"shortest", shortest(t, template)}, {"longest", longest(t, template)}} {
			t.Run(fmt.Sprintf("%s with the %s arguments", template, size.name), func(t *testing.T) {
				sql, err := lake.Statement(size.q, store)
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("%d characters", utf8.RuneCountInString(sql))
				for _, fault := range faults(sql) {
					t.Error(fault)
				}
				if folder == "" {
					return
				}
				if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s.%s.sql", template, size.name)), []byte(sql+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

// whole are the columns, and the structs within one, whose text can't be parsed
// back (AWS CloudTrail User Guide, "CloudTrail Lake event schema").
var whole = strings.Fields(strings.ToLower(`* userIdentity userIdentity.sessionContext userIdentity.sessionContext.attributes
	userIdentity.sessionContext.sessionIssuer userIdentity.sessionContext.webIdFederationData userIdentity.onBehalfOf userIdentity.inScopeOf
	requestParameters responseElements additionalEventData resources serviceEventDetails addendum edgeDeviceDetails insightDetails tlsDetails`))

var (
	lowerBound = regexp.MustCompile(`(?i)\beventTime\s*(>=?|BETWEEN)\s*'[^']+'`)
	upperBound = regexp.MustCompile(`(?i)\beventTime\s*(<=?\s*'[^']+'|BETWEEN\s*'[^']+'\s*AND\s*'[^']+')`)
	ofStore    = regexp.MustCompile(`(?i)\b(FROM|JOIN)\s+` + store)
	alias      = regexp.MustCompile(`(?is)\s+AS\s+\w+$`)
	handsOn    = regexp.MustCompile(`(?is)^(?:DISTINCT\s+|ALL\s+|(?:arbitrary|any_value|max|min|array_agg|max_by|min_by)\s*\(\s*(?:DISTINCT\s+)?)+([\w.]+)`)
)

// faults are what a statement has that no template may.
func faults(sql string) []string {
	var out []string
	if n := utf8.RuneCountInString(sql); n > lake.MaxStatement {
		out = append(out, fmt.Sprintf("it is %d characters long", n))
	}
	reads := len(ofStore.FindAllString(sql, -1))
	if reads == 0 {
		out = append(out, "it asks no event data store")
	}
	if len(lowerBound.FindAllString(sql, -1)) < reads || len(upperBound.FindAllString(sql, -1)) < reads {
		out = append(out, "it reads a store without bounds of eventTime on both sides")
	}
	for _, column := range columns(sql) {
		column = strings.ToLower(alias.ReplaceAllString(column, ""))
		if m := handsOn.FindStringSubmatch(column); m != nil {
			column = m[1]
		}
		if slices.Contains(whole, column) {
			out = append(out, "it selects the whole of "+column)
		}
	}
	return out
}

// columns are what a statement and all statements within it select.
func columns(sql string) []string {
	var out []string
	var lists []int // of the SELECTs that are open: at which depth of brackets
	depth, from := 0, 0
	end := func(at int) { out = append(out, strings.TrimSpace(sql[from:at])) }
	for _, m := range token.FindAllStringIndex(sql, -1) {
		inList := len(lists) > 0 && lists[len(lists)-1] == depth
		switch strings.ToUpper(sql[m[0]:m[1]]) {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
		case "SELECT":
			lists, from = append(lists, depth), m[1]
		case ",":
			if inList {
				end(m[0])
				from = m[1]
			}
		case "FROM":
			if inList {
				end(m[0])
				lists = lists[:len(lists)-1]
			}
		}
	}
	return out
}

func TestAStatementThatNoTemplateMayBeIsRefused(t *testing.T) {
	const period = " WHERE eventTime >= '2023-07-10 00:00:00' AND eventTime < '2023-07-11 00:00:00'"
	for _, tc := range []struct {
		sql  string
		want string // empty: it is lawful
	}{
		{"SELECT eventName, element_at(requestParameters, 'key') AS k FROM " + store + period, ""},
		{"SELECT count(*) AS events FROM " + store + " WHERE eventTime BETWEEN '2023-07-10 00:00:00' AND '2023-07-11 00:00:00'", ""},
		{"SELECT a FROM (SELECT userIdentity.arn AS a FROM " + store + period + ")", ""},
		{"SELECT eventName, requestParameters FROM " + store + period, "the whole of requestparameters"},
		{"SELECT userIdentity AS who FROM " + store + period, "the whole of useridentity"},
		{"SELECT userIdentity.sessionContext AS c FROM " + store + period, "the whole of useridentity.sessioncontext"},
		{"SELECT DISTINCT resources FROM " + store + period, "the whole of resources"},
		{"SELECT eventName, arbitrary(responseElements) AS r FROM " + store + period, "the whole of responseelements"},
		{"SELECT r FROM (SELECT additionalEventData AS r FROM " + store + period + ")", "the whole of additionaleventdata"},
		{"SELECT * FROM " + store + period, "the whole of *"},
		{"SELECT eventName FROM " + store + " WHERE eventTime >= '2023-07-10 00:00:00'", "bounds of eventTime"},
		{"SELECT eventName FROM " + store + " WHERE eventTime < '2023-07-10 00:00:00'", "bounds of eventTime"},
		{"SELECT eventName FROM " + store + period + " UNION ALL SELECT eventName FROM " + store, "bounds of eventTime"},
		{"SELECT eventName FROM events" + period, "asks no event data store"},
		{"SELECT '" + strings.Repeat("x", 10_000) + "' AS x FROM " + store + period, "characters long"},
	} {
		got := strings.Join(faults(tc.sql), "; ")
		if (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) {
			t.Errorf("%.100s: got %q, want %q", tc.sql, got, tc.want)
		}
	}
}
