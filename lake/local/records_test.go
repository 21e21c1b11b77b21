package local_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realRecord is as much of a record as is compared.
type realRecord struct {
	EventID, EventTime, EventName string
	UserIdentity                  struct{ UserName, AccessKeyID string }
	RequestParameters             json.RawMessage
}

// realRecords reads the records of a folder without any of the package's code.
func realRecords(t *testing.T, dir string) []realRecord {
	t.Helper()
	var all []realRecord
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
		raw, err := io.ReadAll(unzipped)
		if err != nil {
			return err
		}
		var log struct{ Records []realRecord }
		err = json.Unmarshal(raw, &log)
		all = append(all, log.Records...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheArticlesQueriesFindWhatTheFilesHold(t *testing.T) {
	data := os.Getenv("PUDDING_TEST_DATA")
	if data == "" {
		t.Skip("PUDDING_TEST_DATA is not set: real CloudTrail records are not at hand")
	}
	for _, set := range []struct{ folder, user, bucket, from, to string }{
		{"invictus", "bert-jan", "config-bucket-123837392027", "2023-07-10 12:00:00", "2023-07-10 12:30:00"},
		{"invictus", "benjamin", "stratus-red-team-ctlr-bucket-zqfsvooxqj", "2023-07-10 00:00:00", "2023-07-11 00:00:00"},
		{"otrf_s3exfil", "pedro", "mordors3stack-s3bucket-llp2yingx64a", "2020-09-14 00:00:00", "2020-09-15 00:00:00"},
		{"opensearch_config", "nobody", "athena-test-347283850106", "2021-12-02 00:00:00", "2021-12-03 00:00:00"},
		{"gen5k", "liam.petrov", "acme-audit-archive-staging", "2026-03-01 00:00:00", "2026-04-01 00:00:00"},
	} {
		t.Run(set.folder+" "+set.user, func(t *testing.T) {
			client, c, _ := lakeOf(t, filepath.Join(data, set.folder, "AWSLogs"), "")
			byUser, byBucket := map[string]int{}, map[string]int{}
			for _, r := range realRecords(t, filepath.Join(data, set.folder, "AWSLogs")) {
				at := strings.NewReplacer("T", " ", "Z", "").Replace(r.EventTime)
				if at <= set.from || at >= set.to {
					continue
				}
				if r.UserIdentity.UserName == set.user {
					byUser[r.EventID]++
				}
				var parameters struct{ BucketName any }
				if json.Unmarshal(r.RequestParameters, &parameters) == nil && parameters.BucketName == set.bucket {
					byBucket[r.EventID]++
				}
			}
			period := " AND eventTime > '" + set.from + "' AND eventTime < '" + set.to + "'"
			for query, want := range map[string]map[string]int{
				"SELECT eventID, eventName, eventSource, eventTime , sourceIPAddress FROM " + storeID +
					" WHERE userIdentity.username = '" + set.user + "' /* userIdentity.accessKeyId = 'AKIA' */" + period: byUser,
				"SELECT eventID, eventName, eventSource, eventTime , sourceIPAddress , requestParameters, userIdentity FROM " + storeID +
					" WHERE element_at(requestParameters, 'bucketName') = '" + set.bucket + "'" + period: byBucket,
			} {
				got := map[string]int{}
				for _, row := range results(t, client, c, query) {
					got[row[0]["eventID"]]++
				}
				if len(got) != len(want) {
					t.Errorf("%s: %d events, want %d", query, len(got), len(want))
				}
				for id, n := range want {
					if got[id] != n {
						t.Errorf("%s: event %s comes %d times, want %d", query, id, got[id], n)
					}
				}
			}
		})
	}
}
