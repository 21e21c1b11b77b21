package attribution

import (
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"pudding/lake"
)

// known is a question with its answer, and the events that it is about.
type known struct {
	ID, Dataset, Kind string
	EventIDs          []string
	EventIDsTotal     int         `json:"eventIDs_total"`
	Principals        []principal `json:"expected_principals"`
	Culprits          []string    `json:"expected_culprits"`
}

type principal struct {
	Name          string `json:"principal"`
	Type          string
	Count, Errors int
	First, Last   time.Time
	IPs           []string
}

// record is what these tests read of a CloudTrail record.
type record struct {
	EventID, EventName, EventSource, ErrorCode, SourceIPAddress string
	EventTime                                                   time.Time
	UserIdentity                                                struct {
		Type, PrincipalID, ARN, AccountID, UserName, InvokedBy string
		SessionContext                                         struct {
			SessionIssuer  struct{ Type, ARN, UserName string }
			SourceIdentity string
		}
	}
	ResponseElements struct{ ConsoleLogin string }
}

func (r record) finding() lake.Finding {
	u := r.UserIdentity
	f := lake.Finding{
		Identity: lake.Identity{
			Type: u.Type, PrincipalID: u.PrincipalID, ARN: u.ARN, AccountID: u.AccountID, UserName: u.UserName, InvokedBy: u.InvokedBy,
			IssuerType: u.SessionContext.SessionIssuer.Type, IssuerARN: u.SessionContext.SessionIssuer.ARN,
			IssuerUserName: u.SessionContext.SessionIssuer.UserName, SourceIdentity: u.SessionContext.SourceIdentity,
		},
		EventName: r.EventName, EventSource: r.EventSource, ErrorCode: r.ErrorCode, Count: 1,
		First: r.EventTime, Last: r.EventTime, Addresses: []string{r.SourceIPAddress},
	}
	if r.ResponseElements.ConsoleLogin == "Failure" {
		f.ErrorCode = "Failure"
	}
	return f
}

func TestRealRecordsAreLaidToWhoIsBehindThem(t *testing.T) {
	data := os.Getenv("PUDDING_TEST_DATA")
	if data == "" {
		t.Skip("PUDDING_TEST_DATA is not set: no real records to read")
	}
	questions := read[[]known](t, filepath.Join(data, "truth_dev.json"))
	records := map[string]map[string]record{}
	judged := 0
	for _, q := range questions {
		// The longest lists of events are cut; a chain's answer is not who called.
		if len(q.EventIDs) != q.EventIDsTotal || q.Kind == "role_chain" || q.Kind == "key_origin" {
			continue
		}
		if records[q.Dataset] == nil {
			records[q.Dataset] = load(t, filepath.Join(data, q.Dataset))
		}
		judged++
		t.Run(q.ID+" "+q.Kind, func(t *testing.T) {
			var r lake.Result
			for _, id := range q.EventIDs {
				r.Findings = append(r.Findings, records[q.Dataset][id].finding())
			}
			v := Judge(lake.Question{}, &r, time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
			if diff := cmp.Diff(byName(q.Principals), byName(principals(append(v.Suspects, v.Services...))), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("principals (-want +got):\n%s", diff)
			}
			var culprits []string
			for _, s := range v.Suspects {
				culprits = append(culprits, s.Name)
			}
			slices.Sort(culprits)
			slices.Sort(q.Culprits)
			if diff := cmp.Diff(q.Culprits, slices.Compact(culprits), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("culprits (-want +got):\n%s", diff)
			}
		})
	}
	if judged < 20 {
		t.Errorf("only %d questions could be judged", judged)
	}
}

func principals(suspects []Suspect) []principal {
	var out []principal
	for _, s := range suspects {
		out = append(out, principal{
			Name: s.Name, Type: s.Kind, Count: s.Count, Errors: s.Failed, First: s.First, Last: s.Last, IPs: s.Addresses,
		})
	}
	return out
}

func byName(p []principal) []principal {
	for i := range p {
		slices.Sort(p[i].IPs)
	}
	slices.SortFunc(p, func(a, b principal) int { return strings.Compare(a.Name, b.Name) })
	return p
}

// load reads a set's records by their ids.
func load(t *testing.T, dir string) map[string]record {
	t.Helper()
	out := map[string]record{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json.gz") {
			return err
		}
		for _, raw := range read[struct{ Records []json.RawMessage }](t, path).Records {
			var r record
			if err := json.Unmarshal(raw, &r); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			out[r.EventID] = r
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read[T any](t *testing.T, path string) (v T) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	decoder := json.NewDecoder(f)
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		decoder = json.NewDecoder(z)
	}
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v
}
