package history_test

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"pudding/lake"
	"pudding/lake/history"
	"pudding/lake/laketest"
)

// record is what these tests read of a record to know what may be asked.
type record struct {
	EventTime         time.Time
	AwsRegion         string
	ManagementEvent   *bool
	UserIdentity      struct{ UserName, PrincipalID, AccessKeyID string }
	RequestParameters struct{ BucketName any }
}

// readLogs reads the records of a folder, in their own JSON too.
func readLogs(t *testing.T, dir string) (records []record, raw []json.RawMessage) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json.gz") {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		unzipped, err := gzip.NewReader(file)
		if err != nil {
			return err
		}
		var log struct{ Records []json.RawMessage }
		if err := json.NewDecoder(unzipped).Decode(&log); err != nil {
			return err
		}
		raw = append(raw, log.Records...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range raw {
		var r record
		if err := json.Unmarshal(one, &r); err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records, raw
}

// asked are questions about what the records hold: the busiest users, buckets
// and access keys, and some who are less so.
func asked(records []record) (questions []lake.Question, regions []string, now time.Time) {
	users, buckets, keys, inRegions := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range records {
		if r.EventTime.After(now) {
			now = r.EventTime
		}
	}
	period := lake.Period{From: now.AddDate(0, 0, -60), To: now.Add(time.Second)}
	for _, r := range records {
		inRegions[r.AwsRegion]++
		if !period.Contains(r.EventTime) || r.ManagementEvent != nil && !*r.ManagementEvent {
			continue
		}
		_, session, _ := strings.Cut(r.UserIdentity.PrincipalID, ":")
		bucket, _ := r.RequestParameters.BucketName.(string)
		for name, counts := range map[string]map[string]int{
			r.UserIdentity.UserName: users, session: users, bucket: buckets, r.UserIdentity.AccessKeyID: keys,
		} {
			if lake.Fold(name) != "" && len(lake.Fold(name)) <= 64 {
				counts[name]++
			}
		}
	}
	for _, name := range some(users) {
		for _, action := range []lake.Action{{}, {ID: "deleted", Prefixes: []string{"Delete"}}, {ID: "read", Prefixes: []string{"Get", "List"}}, {EventNames: []string{"ConsoleLogin"}}} {
			for _, loose := range []bool{false, true} {
				questions = append(questions, lake.Question{Template: lake.UserActivity, Period: period,
					Arguments: lake.Arguments{User: lake.Name{Said: name, Loose: loose}, Action: action}})
			}
		}
	}
	for _, name := range some(buckets) {
		for _, action := range []lake.Action{{}, {ID: "changed", Prefixes: []string{"PutBucket"}}, {EventNames: []string{"DeleteBucket"}}, {EventNames: []string{"GetBucketAcl"}}} {
			for _, loose := range []bool{false, true} {
				questions = append(questions, lake.Question{Template: lake.BucketUsers, Period: period,
					Arguments: lake.Arguments{Bucket: lake.Name{Said: name, Loose: loose}, Action: action}})
			}
		}
	}
	for _, id := range some(keys) {
		questions = append(questions, lake.Question{Template: lake.AccessKeyActivity, Period: period, Arguments: lake.Arguments{AccessKey: id[len(id)-5:]}})
	}
	return questions, slices.Sorted(maps.Keys(inRegions)), now.Add(time.Minute)
}

// some are the two most frequent of the names, and the least.
func some(counts map[string]int) []string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	if len(names) <= 3 {
		return names
	}
	return append(names[:2:2], names[len(names)-1])
}

// sorted is a list of findings in an order of its own, for comparing.
func sorted(findings []lake.Finding) []lake.Finding {
	key := func(f lake.Finding) string {
		raw, _ := json.Marshal(f)
		return string(raw)
	}
	return slices.SortedFunc(slices.Values(findings), func(a, b lake.Finding) int { return cmp.Compare(key(a), key(b)) })
}

func dataset(t *testing.T, folder string) string {
	t.Helper()
	data := os.Getenv("PUDDING_TEST_DATA")
	if data == "" {
		t.Skip("PUDDING_TEST_DATA is not set: real CloudTrail records are not at hand")
	}
	return filepath.Join(data, folder, "AWSLogs")
}

func TestEventHistoryFindsOfRealRecordsWhatTheLakeFinds(t *testing.T) {
	for _, folder := range []string{"invictus", "opensearch_config", "gen5k"} {
		t.Run(folder, func(t *testing.T) {
			dir := dataset(t, folder)
			records, _ := readLogs(t, dir)
			questions, regions, now := asked(records)
			w := open(t, dir, now)
			if folder == "gen5k" { // the others hold no data events at all
				questions = slices.DeleteFunc(questions, func(q lake.Question) bool { return !history.ManagementOnly(q) })
			}
			compare(t, questions, w.lake, w.history(now, regions...))
		})
	}
}

func TestMatchingRealRecordsOneByOneFindsWhatTheLakeFinds(t *testing.T) {
	for _, folder := range []string{"otrf_s3exfil", "gen5k"} {
		t.Run(folder, func(t *testing.T) {
			dir := dataset(t, folder)
			records, raw := readLogs(t, dir)
			questions, _, now := asked(records)
			compare(t, questions, open(t, dir, now).lake, laketest.Memory(raw))
		})
	}
}

func compare(t *testing.T, questions []lake.Question, a, b lake.Source) {
	t.Helper()
	found := 0
	for _, q := range questions {
		want, err := a.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.Ask(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		found += len(want.Findings)
		if diff := gocmp.Diff(sorted(want.Findings), sorted(got.Findings), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%+v by %s (-want +got):\n%.2000s", q.Arguments, got.Statement, diff)
		}
		if got.Truncated != want.Truncated {
			t.Errorf("%+v: truncated %v, want %v", q.Arguments, got.Truncated, want.Truncated)
		}
	}
	if found == 0 {
		t.Error("nothing was found at all")
	}
	t.Logf("%d questions, %d findings", len(questions), found)
}
