package local

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// manyRecords is a log file of n events.
func manyRecords(n int) string {
	records := make([]string, n)
	for i := range records {
		records[i] = rec("event-" + strings.Repeat("x", i%40))
	}
	return `{"Records":[` + strings.Join(records, ",") + `]}`
}

func BenchmarkSplitting(b *testing.B) {
	input := manyRecords(10_000)
	b.SetBytes(int64(len(input)))
	var s splitter
	for b.Loop() {
		s.reset(strings.NewReader(input))
		for {
			if _, err := s.next(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkLoading(b *testing.B) {
	const events = 20_000
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "log.json.gz"), zipped(manyRecords(events)), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(b.Context(), "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Load(b.Context(), []string{dir}, nil); err != nil {
			b.Fatal(err)
		}
		_ = s.Close()
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkRewritingAndChecking(b *testing.B) {
	s := dialectStore(b)
	statement := "SELECT eventID, count(*) AS n FROM " + someStore + " WHERE element_at(requestParameters, 'bucketName') = 'kitchen' GROUP BY 1 ORDER BY 2 DESC LIMIT 10"
	for b.Loop() {
		if _, err := s.translate(b.Context(), statement, someStore, dialectNow); err != nil {
			b.Fatal(err)
		}
	}
}
