package local

import (
	"math"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

func TestValuesAreWrittenAsPrestoWritesThem(t *testing.T) {
	var m duckdb.OrderedMap
	m.Set("k", "v")
	m.Set("none", nil)
	at := time.Date(2023, 1, 22, 16, 53, 53, 0, time.UTC)
	for name, test := range map[string]struct {
		typeName string
		value    any
		want     string
	}{
		"text":                          {"VARCHAR", "it's", "it's"},
		"NULL at the top":               {"VARCHAR", nil, ""},
		"a whole number":                {"BIGINT", int64(96059), "96059"},
		"a boolean":                     {"BOOLEAN", true, "true"},
		"a timestamp":                   {"TIMESTAMP", at, "2023-01-22 16:53:53.000"},
		"a date":                        {"DATE", at, "2023-01-22"},
		"a double":                      {"DOUBLE", 0.25, "0.25"},
		"a whole double":                {"DOUBLE", 3.0, "3.0"},
		"a large double":                {"DOUBLE", 1e10, "1.0E10"},
		"a small double":                {"DOUBLE", 0.00015, "1.5E-4"},
		"infinity":                      {"DOUBLE", math.Inf(-1), "-Infinity"},
		"no number":                     {"DOUBLE", math.NaN(), "NaN"},
		"a map":                         {"MAP(VARCHAR, VARCHAR)", m, "{k=v, none=null}"},
		"an array":                      {"VARCHAR[]", []any{"a", nil, "b"}, "[a, null, b]"},
		"a struct in its fields' order": {`STRUCT("type" VARCHAR, "a ""b"" c" INTEGER, x DECIMAL(18,3)[])`, map[string]any{"type": "Root", `a "b" c`: int32(1), "x": []any{}}, `{type=Root, a "b" c=1, x=[]}`},
		"structs in an array":           {`STRUCT(at TIMESTAMP WITH TIME ZONE, m MAP(VARCHAR, VARCHAR))[]`, []any{map[string]any{"at": at, "m": m}, nil}, "[{at=2023-01-22 16:53:53.000, m={k=v, none=null}}, null]"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := rendererOf(test.typeName)
			if err != nil {
				t.Fatal(err)
			}
			if got := topLevel(r, test.value); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	for _, typeName := range []string{"", "STRUCT(", "STRUCT(a)", "MAP(VARCHAR)", "VARCHAR[", "VARCHAR x", `STRUCT("a VARCHAR)`, "DECIMAL(1", "STRUCT(a INTEGER b)"} {
		if _, err := rendererOf(typeName); err == nil {
			t.Errorf("the type %q was read", typeName)
		}
	}
}
