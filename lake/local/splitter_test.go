package local

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/valyala/fastjson"
)

// rec is a small event.
func rec(id string) string {
	return fmt.Sprintf(`{"eventVersion":"1.08","eventTime":"2023-07-10T12:00:00Z","eventName":"GetObject","eventID":%q,"requestParameters":{"policy":"{\"a\":[\"}],[{\"]}"}}`, id)
}

// readFile writes contents to a log file and reads it as Load does.
func readFile(t testing.TB, name string, contents []byte) (ids []string, bad *BadFile) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, contents, 0o600); err != nil {
		t.Fatal(err)
	}
	bad, err := newReader(func(int64) {}).read(logFile{path: path}, func(event *fastjson.Value, _ []byte) error {
		ids = append(ids, string(event.GetStringBytes("eventID")))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids, bad
}

func zipped(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.Bytes()
}

func TestALogFileIsRead(t *testing.T) {
	three := rec("a") + "," + rec("b") + "," + rec("c")
	quoteLost := strings.Replace(rec("b"), `"GetObject"`, `"GetObject`, 1)
	braceLost := strings.TrimSuffix(rec("b"), "}")
	for name, test := range map[string]struct {
		contents string
		ids      []string
		reason   string // what it contains; "" for a whole file
		lost     int
	}{
		"as CloudTrail writes it":                     {`{"Records":[` + three + `]}`, []string{"a", "b", "c"}, "", 0},
		"with white space everywhere":                 {" {\n\"Records\" : [\n " + strings.ReplaceAll(three, "},{\"eventVersion", "} ,\r\n\t{\"eventVersion") + "\n]\n}\n", []string{"a", "b", "c"}, "", 0},
		"behind a byte order mark":                    {"\xef\xbb\xbf" + `{"Records":[` + three + `]}`, []string{"a", "b", "c"}, "", 0},
		"with other properties first":                 {`{"a":{"Records":[1]},"b":"Records","c":[],"d":-1.5e3,"Records":[` + three + `],"z":1}`, []string{"a", "b", "c"}, "", 0},
		"without any events":                          {`{"Records":[]}`, nil, "", 0},
		"cut inside a record":                         {`{"Records":[` + rec("a") + "," + rec("b")[:80], []string{"a"}, "ends in the middle", 1},
		"cut between records":                         {`{"Records":[` + rec("a") + "," + rec("b"), []string{"a", "b"}, "ends in the middle", 1},
		"cut behind a comma":                          {`{"Records":[` + rec("a") + ",", []string{"a"}, "ends in the middle", 1},
		"cut before the records":                      {`{"Reco`, nil, "holds no Records array", 0},
		"empty":                                       {"", nil, "holds no Records array", 0},
		"of another kind":                             {`{"digestStartTime":"2023-07-10T12:00:00Z"}`, nil, "holds no Records array", 0},
		"with Records that are no array":              {`{"Records":{"a":1}}`, nil, "holds no Records array", 0},
		"that is no JSON":                             {"PK\x03\x04 not a log", nil, "holds no Records array", 0},
		"with a null among the records":               {`{"Records":[` + rec("a") + ",null," + rec("c") + `]}`, []string{"a", "c"}, "no events", 1},
		"with a record that has neither name nor id":  {`{"Records":[` + rec("a") + `,{"eventTime":"2023-07-10T12:00:00Z"},` + rec("c") + `]}`, []string{"a", "c"}, "no events", 1},
		"with a record without a time":                {`{"Records":[{"eventName":"X","eventID":"x"},` + rec("c") + `]}`, []string{"c"}, "no events", 1},
		"with invalid JSON inside balanced braces":    {`{"Records":[` + rec("a") + `,{"eventTime":oops,"x":{}},` + rec("c") + `]}`, []string{"a", "c"}, "not JSON", 1},
		"with a record that lost a quote":             {`{"Records":[` + rec("a") + "," + quoteLost + "," + rec("c") + "," + rec("d") + `]}`, []string{"a", "c", "d"}, "", 1},
		"with a record that lost its last brace":      {`{"Records":[` + rec("a") + "," + braceLost + "," + rec("c") + "," + rec("d") + `]}`, []string{"a", "c", "d"}, "", 1},
		"with a brace too many":                       {`{"Records":[` + rec("a") + "}," + rec("b") + "," + rec("c") + `]}`, []string{"a", "b", "c"}, "is damaged at byte", 1},
		"with the last record damaged":                {`{"Records":[` + rec("a") + "," + quoteLost + `]}`, []string{"a"}, "", 1},
		"with something behind the end of the object": {`{"Records":[` + three + `]} trailing`, []string{"a", "b", "c"}, "", 0},
	} {
		for form, contents := range map[string][]byte{"x.json": []byte(test.contents), "x.json.gz": zipped(test.contents)} {
			t.Run(name+" in "+form, func(t *testing.T) {
				ids, bad := readFile(t, form, contents)
				if diff := cmp.Diff(test.ids, ids); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
				switch {
				case test.reason == "" && test.lost == 0 && bad != nil:
					t.Errorf("bad: %+v", bad)
				case (test.reason != "" || test.lost > 0) && bad == nil:
					t.Error("nothing is said to be bad")
				case bad != nil && (!strings.Contains(bad.Reason, test.reason) || bad.Lost != test.lost || bad.Kept != len(test.ids)):
					t.Errorf("bad: %+v", bad)
				}
			})
		}
	}
}

func TestADamagedGzipFileKeepsWhatCameBefore(t *testing.T) {
	var all []string
	for i := range 5000 {
		all = append(all, rec(fmt.Sprintf("event-%d", i*i*7919)))
	}
	whole := zipped(`{"Records":[` + strings.Join(all, ",") + `]}`)

	ids, bad := readFile(t, "cut.json.gz", whole[:len(whole)/2])
	if len(ids) == 0 || len(ids) >= len(all) || bad == nil || bad.Kept != len(ids) || bad.Lost != 1 {
		t.Errorf("cut: %d events, %+v", len(ids), bad)
	}
	checksum := bytes.Clone(whole)
	checksum[len(checksum)-6] ^= 0xff
	ids, bad = readFile(t, "checksum.json.gz", checksum)
	if len(ids) != len(all) || bad == nil || !strings.Contains(bad.Reason, "checksum") {
		t.Errorf("wrong checksum: %d events, %+v", len(ids), bad)
	}
	ids, bad = readFile(t, "header.json.gz", whole[:5])
	if len(ids) != 0 || bad == nil {
		t.Errorf("only a header: %d events, %+v", len(ids), bad)
	}
	ids, bad = readFile(t, "two.json.gz", append(zipped(`{"Records":[`+rec("a")+`,`), zipped(rec("b")+`]}`)...))
	if len(ids) != 2 || bad != nil {
		t.Errorf("two gzip members: %v, %+v", ids, bad)
	}
}

func TestRecordsAreSplitHoweverTheInputArrives(t *testing.T) {
	long := strings.Repeat("x\\\"", readSize)
	input := `{"Records":[` + rec("a") + `,` + rec(long) + `,` + rec("c") + `]}`
	for name, in := range map[string]io.Reader{
		"at once":              strings.NewReader(input),
		"byte by byte":         iotest.OneByteReader(strings.NewReader(input)),
		"with the end at once": iotest.DataErrReader(strings.NewReader(input)),
	} {
		s := splitter{in: in}
		var got []string
		for {
			record, err := s.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got = append(got, string(record))
		}
		if diff := cmp.Diff([]string{rec("a"), rec(long), rec("c")}, got); diff != "" {
			t.Errorf("%s: (-want +got):\n%.300s", name, diff)
		}
	}
}

func TestARecordThatDoesNotEndIsGivenUp(t *testing.T) {
	s := splitter{in: strings.NewReader(`{"Records":[{"a":"` + strings.Repeat("x", 2*maxRecord))}
	if _, err := s.next(); !errors.Is(err, errTooLong) {
		t.Errorf("got %v", err)
	}
}

func FuzzALogFile(f *testing.F) {
	for _, seed := range []string{
		`{"Records":[` + rec("a") + "," + rec("b") + `]}`,
		`{"Records":[` + rec("a") + "}," + rec("b"), `{"Records":[{"a":"\\`, `{"Records":[[[{`, "\x1f\x8b", `{"a":tru,"Records":[1,"x",null]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, contents []byte) {
		ids, bad := readFile(t, "f.json", contents)
		if bad != nil && bad.Kept != len(ids) {
			t.Fatalf("%d events but %d kept", len(ids), bad.Kept)
		}
		// Whatever is valid is read whole.
		var whole struct{ Records []json.RawMessage }
		if json.Unmarshal(contents, &whole) == nil && bytes.Contains(contents, []byte(`{"Records":[`)) && len(ids) > len(whole.Records) {
			t.Fatalf("%d events of %d records", len(ids), len(whole.Records))
		}
	})
}
