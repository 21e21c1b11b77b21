package local

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pudding/lake/local/dialect"
)

const (
	someStore = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
	canary    = "the canary sings"
)

// dialectStore is a locked store with two events.
func dialectStore(t testing.TB) *Store {
	t.Helper()
	dir := t.TempDir()
	log := `{"Records":[
	 {"eventID":"1","eventName":"GetObject","eventSource":"s3.amazonaws.com","eventTime":"2023-01-22T16:53:53Z","readOnly":true,
	  "userIdentity":{"type":"IAMUser","userName":"alice","arn":"arn:aws:iam::123456789012:user/alice"},
	  "requestParameters":{"bucketName":"kitchen","evaluations":["a","b"],"policy":{"Version":"2012","a b":{"c":[1,2]}}},
	  "resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::kitchen/x"},{"type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::kitchen","accountId":"1"}]},
	 {"eventID":"2","eventName":"ConsoleLogin","eventSource":"signin.amazonaws.com","eventTime":"2023-01-23T00:00:00Z",
	  "userIdentity":{"type":"Root"},"responseElements":{"ConsoleLogin":"Failure"},"requestParameters":null}]}`
	if err := os.WriteFile(filepath.Join(dir, "log.json"), []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Load(t.Context(), []string{dir}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.ExecContext(t.Context(), "CREATE TABLE canary AS SELECT '"+canary+"' AS song"); err != nil {
		t.Fatal(err)
	}
	if err := s.lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

var dialectNow = time.Date(2023, 2, 1, 12, 0, 0, 0, time.UTC)

// ask runs a statement as the server does, and joins its cells by | and its
// rows by new lines, with the labels first.
func ask(ctx context.Context, s *Store, statement string) (string, error) {
	q, err := s.translate(ctx, statement, someStore, dialectNow)
	if err != nil {
		return "", err
	}
	r, err := s.run(ctx, q)
	if err != nil {
		return "", err
	}
	var lines []string
	for i, row := range r.rows {
		var labels, cells []string
		for _, cell := range row {
			for label, value := range cell {
				labels, cells = append(labels, label), append(cells, value)
			}
		}
		if i == 0 {
			lines = append(lines, strings.Join(labels, "|"))
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return strings.Join(lines, "\n"), nil
}

func TestTrinoExpressionsMeanWhatTheyMeanToTrino(t *testing.T) {
	s := dialectStore(t)
	for expression, want := range map[string]string{
		`element_at(requestParameters, 'bucketName')`:                                   "kitchen",
		`Element_At(requestparameters, 'nothing')`:                                      "",
		`requestParameters['bucketName']`:                                               "kitchen",
		`element_at(ARRAY['a', 'b'], 2)`:                                                "b",
		`element_at(ARRAY['a', 'b'], -1)`:                                               "b",
		`element_at(ARRAY['a', 'b'], 5)`:                                                "",
		`cardinality(ARRAY[1, 2, 3])`:                                                   "3",
		`cardinality(requestParameters)`:                                                "3",
		`cardinality(map_keys(requestParameters))`:                                      "3",
		`contains(ARRAY['a', 'b'], 'b')`:                                                "true",
		`filter(ARRAY['a', NULL, 'b'], x -> x = 'b')`:                                   "[b]",
		`transform(ARRAY[1, 2], x -> x + 1)`:                                            "[2, 3]",
		`transform(resources, r -> r.arn)`:                                              "[arn:aws:s3:::kitchen/x, arn:aws:s3:::kitchen]",
		`any_match(resources, r -> r.type = 'AWS::S3::Bucket')`:                         "true",
		`all_match(ARRAY[1, 2], x -> x > 1)`:                                            "false",
		`none_match(ARRAY[1, 2], x -> x > 2)`:                                           "true",
		`reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s * 10)`:                       "60",
		`array_sort(ARRAY['b', NULL, 'a'])`:                                             "[a, b, null]",
		`array_distinct(ARRAY['a', 'a'])`:                                               "[a]",
		`array_join(ARRAY['a', NULL, 'b'], '|')`:                                        "a|b",
		`array_join(ARRAY['a', NULL, 'b'], '|', '-')`:                                   "a|-|b",
		`slice(ARRAY[1, 2, 3, 4], 2, 2)`:                                                "[2, 3]",
		`slice(ARRAY[1, 2, 3, 4], -2, 2)`:                                               "[3, 4]",
		`ARRAY['a'] || ARRAY['b']`:                                                      "[a, b]",
		`concat(ARRAY[1], ARRAY[2])`:                                                    "[1, 2]",
		`concat('a', 'b', 'c')`:                                                         "abc",
		`'a' || NULL`:                                                                   "",
		`array_max(ARRAY[1, 3, 2])`:                                                     "3",
		`regexp_like(eventName, '^Get')`:                                                "true",
		`regexp_extract('user/alice', '/(.+)$', 1)`:                                     "alice",
		`regexp_extract('user', '/(.+)$', 1) IS NULL`:                                   "true",
		`regexp_extract('a1b22', '\d+')`:                                                "1",
		`regexp_replace('a-b-c', '-')`:                                                  "abc",
		`regexp_replace('a-b', '(\w)-(\w)', '$2+$1')`:                                   "b+a",
		`replace('a-b-c', '-')`:                                                         "abc",
		`split('a,b', ',')`:                                                             "[a, b]",
		`split_part('a/b/c', '/', 2)`:                                                   "b",
		`strpos('abc', 'c')`:                                                            "3",
		`substr('abcdef', -3)`:                                                          "def",
		`lower(userIdentity.username)`:                                                  "alice",
		`length(trim('  x '))`:                                                          "1",
		`json_extract_scalar(element_at(requestParameters, 'policy'), '$.Version')`:     "2012",
		`json_extract_scalar(element_at(requestParameters, 'policy'), '$["a b"].c[1]')`: "2",
		`json_extract_scalar(element_at(requestParameters, 'policy'), '$["a b"]')`:      "",
		`json_extract_scalar('no json {', '$.a') IS NULL`:                               "true",
		`json_extract(element_at(requestParameters, 'policy'), '$["a b"].c')`:           "[1,2]",
		`json_array_get(element_at(requestParameters, 'evaluations'), 0)`:               `"a"`,
		`json_array_length(element_at(requestParameters, 'evaluations'))`:               "2",
		`json_array_contains(element_at(requestParameters, 'evaluations'), 'b')`:        "true",
		`json_extract_scalar(eventJson, '$.userIdentity.arn')`:                          "arn:aws:iam::123456789012:user/alice",
		`cardinality(CAST(json_extract('{"a":[1,2]}', '$.a') AS array(integer)))`:       "2",
		`CAST(eventTime AS varchar)`:                                                    "2023-01-22 16:53:53.000",
		`CAST(7 AS varchar) || 'x'`:                                                     "7x",
		`CAST('7' AS bigint) + 1`:                                                       "8",
		`try_cast('x' AS integer) IS NULL`:                                              "true",
		`try(CAST('x' AS integer)) IS NULL`:                                             "true",
		`CAST('2023-01-01' AS date)`:                                                    "2023-01-01",
		`CAST(ARRAY[1] AS array(varchar))`:                                              "[1]",
		`CAST(NULL AS varchar)`:                                                         "",
		`date_trunc('hour', eventTime)`:                                                 "2023-01-22 16:00:00.000",
		`date_add('day', -1, eventTime)`:                                                "2023-01-21 16:53:53.000",
		`date_diff('hour', eventTime, timestamp '2023-01-22 18:00:00')`:                 "1",
		`date_format(eventTime, '%Y-%m-%d %H:%i:%s')`:                                   "2023-01-22 16:53:53",
		`date_parse('22/01/2023', '%d/%m/%Y')`:                                          "2023-01-22 00:00:00.000",
		`format_datetime(eventTime, 'yyyy-MM-dd''T''HH:mm')`:                            "2023-01-22T16:53",
		`from_iso8601_timestamp('2023-01-22T16:53:53Z') = eventTime`:                    "true",
		`to_unixtime(eventTime)`:                                                        "1.674406433E9",
		`from_unixtime(1674406433)`:                                                     "2023-01-22 16:53:53.000",
		`day_of_week(eventTime)`:                                                        "7",
		`year(eventTime) * 100 + month(eventTime)`:                                      "202301",
		`extract(hour FROM eventTime)`:                                                  "16",
		`eventTime + interval '1' day`:                                                  "2023-01-23 16:53:53.000",
		`current_timestamp`:                                                             "2023-02-01 12:00:00.000",
		`date_diff('day', eventTime, now())`:                                            "9",
		`current_date`:                                                                  "2023-02-01",
		`eventTime > '2023-01-22 16:53:52'`:                                             "true",
		`eventTime BETWEEN '2023-01-22T00:00:00Z' AND '2023-01-22 16:53:53.000'`:        "true",
		`if(readOnly, 'reads', 'writes')`:                                               "reads",
		`CASE WHEN readOnly = true THEN 1 ELSE 0 END`:                                   "1",
		`coalesce(errorCode, 'none')`:                                                   "none",
		`7 / 2`:                                                                         "3",
		`7 / 2.0`:                                                                       "3.5",
		`userIdentity.sessionContext.sessionIssuer.userName IS NULL`:                    "true",
		`eventName LIKE '%Obj_ct'`:                                                      "true",
		`'100%' LIKE '100\%' ESCAPE '\'`:                                                "true",
		`eventName IN ('GetObject', 'PutObject')`:                                       "true",
		`errorCode IS NOT DISTINCT FROM NULL`:                                           "true",
		`"eventName"`:                                                                   "GetObject",
		`resources[1].arn`:                                                              "arn:aws:s3:::kitchen/x",
		`map(ARRAY['k'], ARRAY['v'])`:                                                   "{k=v}",
		`requestParameters`:                                                             `{bucketName=kitchen, evaluations=["a","b"], policy={"Version":"2012","a b":{"c":[1,2]}}}`,
		`greatest(1, 3, 2)`:                                                             "3",
	} {
		got, err := ask(t.Context(), s, "SELECT "+expression+" AS x FROM "+someStore+" WHERE eventID = '1'")
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if _, value, _ := strings.Cut(got, "\n"); value != want {
			t.Errorf("%s is %q, want %q", expression, value, want)
		}
	}
}

func TestTrinoStatementsRun(t *testing.T) {
	s := dialectStore(t)
	from := " FROM " + someStore + " "
	for statement, want := range map[string]string{
		"SELECT eventID, userIdentity.arn, count(*), max(eventTime) newest" + from + "GROUP BY 1, 2 ORDER BY 1 LIMIT 1":                                                              "eventID|arn|_col2|newest\n1|arn:aws:iam::123456789012:user/alice|1|2023-01-22 16:53:53.000",
		"select EVENTNAME, e.eventSource from " + strings.ToUpper(someStore) + " as e order by eventTime desc":                                                                       "EVENTNAME|eventSource\nConsoleLogin|signin.amazonaws.com\nGetObject|s3.amazonaws.com",
		"SELECT eventID -- the id\n/* from; nowhere */" + from + "WHERE element_at(responseElements, 'ConsoleLogin') = 'Failure';":                                                   "eventID\n2",
		`SELECT eventID FROM "` + someStore + `" WHERE eventID = '1'`:                                                                                                                "eventID\n1",
		"SELECT r.type, r.arn" + from + "CROSS JOIN UNNEST(resources) AS r ORDER BY 1":                                                                                               "type|arn\nAWS::S3::Bucket|arn:aws:s3:::kitchen\nAWS::S3::Object|arn:aws:s3:::kitchen/x",
		"SELECT t, a" + from + "CROSS JOIN UNNEST(resources) AS r(acc, t, a, p) ORDER BY 1 LIMIT 1":                                                                                  "t|a\nAWS::S3::Bucket|arn:aws:s3:::kitchen",
		"SELECT k" + from + "CROSS JOIN UNNEST(requestParameters) AS t(k, v) WHERE v = 'kitchen'":                                                                                    "k\nbucketName",
		"SELECT x" + from + "CROSS JOIN UNNEST(split('a,b', ',')) AS t(x) WHERE eventID = '1'":                                                                                       "x\na\nb",
		"WITH s AS (SELECT eventID" + from + "), t AS (SELECT * FROM s) SELECT count(*) AS n FROM t":                                                                                 "n\n2",
		"SELECT eventID" + from + "WHERE eventID = '1' UNION ALL SELECT eventName" + from + "WHERE eventID = '2' ORDER BY 1":                                                         "eventID\n1\nConsoleLogin",
		"(SELECT eventID" + from + "WHERE eventID = '1') EXCEPT (SELECT 'x'" + from + ")":                                                                                            "eventID\n1",
		"SELECT eventID, rank() OVER (PARTITION BY eventSource ORDER BY eventTime) AS r" + from + "ORDER BY 1":                                                                       "eventID|r\n1|1\n2|1",
		"SELECT listagg(eventID, ',') WITHIN GROUP (ORDER BY eventID DESC) AS ids" + from:                                                                                            "ids\n2,1",
		"SELECT array_join(slice(array_sort(array_agg(DISTINCT eventID)), 1, 100), '|') AS ids" + from:                                                                               "ids\n1|2",
		"SELECT a.eventID" + from + "a JOIN " + someStore + " b ON a.eventID = b.eventID WHERE b.eventName = 'GetObject'":                                                            "eventID\n1",
		"SELECT count(DISTINCT eventID), count_if(errorCode IS NULL), approx_distinct(eventName), arbitrary(eventName), max_by(eventName, eventTime)" + from + "WHERE eventID = '1'": "_col0|_col1|_col2|_col3|_col4\n1|1|1|GetObject|GetObject",
		"SELECT eventID" + from + "WHERE eventID IN (SELECT eventID" + from + "WHERE eventName = 'GetObject') AND EXISTS (SELECT 1" + from + ")":                                     "eventID\n1",
		"SELECT DISTINCT eventSource AS s, eventName AS \"the name\"" + from + "GROUP BY eventSource, eventName HAVING count(*) > 0 ORDER BY s DESC OFFSET 1 LIMIT 1":                "s|the name\ns3.amazonaws.com|GetObject",
		"SELECT eventID x, 1 + 1, NOT readOnly, CASE WHEN true THEN 1 END, userIdentity.userName" + from + "WHERE eventID = '1'":                                                     "x|_col1|_col2|_col3|userName\n1|2|false|1|alice",
	} {
		got, err := ask(t.Context(), s, statement)
		if err != nil {
			t.Errorf("%s: %v", statement, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", statement, diff)
		}
	}
}

// attacks are statements that reach for what is no event data store.
var attacks = []string{
	"SELECT * FROM canary",
	"SELECT * FROM events",
	"SELECT * FROM event_data_store",
	`SELECT * FROM "event_data_store"`,
	"SELECT * FROM main.canary",
	"SELECT * FROM memory.main.canary",
	"SELECT * FROM STORE, (SELECT * FROM canary)",
	"SELECT (SELECT song FROM canary) FROM STORE",
	"SELECT * FROM STORE WHERE EXISTS (SELECT * FROM canary)",
	"SELECT * FROM STORE UNION ALL SELECT song FROM canary",
	"WITH canary AS (SELECT * FROM canary) SELECT * FROM canary",
	"WITH a AS (SELECT 1 AS x) SELECT * FROM (WITH canary AS (SELECT 1 AS y) SELECT * FROM canary), canary",
	"WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a",
	"WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT * FROM a",
	"SELECT * FROM duckdb_tables()",
	"SELECT * FROM duckdb_settings()",
	"SELECT * FROM information_schema.tables",
	"SELECT * FROM sqlite_master",
	"SELECT * FROM pg_catalog.pg_class",
	"SELECT * FROM query('SELECT * FROM canary')",
	"SELECT * FROM query_table('canary')",
	"SELECT * FROM read_text('CANARY')",
	"SELECT * FROM read_csv('CANARY')",
	"SELECT * FROM read_json_auto('CANARY')",
	"SELECT * FROM 'CANARY'",
	`SELECT * FROM "CANARY"`,
	"SELECT * FROM glob('/*')",
	"SELECT read_text('CANARY') FROM STORE",
	"SELECT getenv('HOME') FROM STORE",
	"SELECT current_setting('memory_limit') FROM STORE",
	"SELECT repeat('x', 2000000000) FROM STORE",
	"SELECT lpad('x', 2000000000, 'y') FROM STORE",
	"SELECT range(2000000000) FROM STORE",
	"SELECT sequence(1, 2000000000) FROM STORE",
	"SELECT * FROM range(2000000000)",
	"SELECT * FROM generate_series(1, 2000000000)",
	"SELECT nextval('x') FROM STORE",
	"SELECT main.trino_text('x') , duckdb_version() FROM STORE",
	"SELECT version() FROM STORE",
	"DESCRIBE STORE",
	"SHOW TABLES",
	"SUMMARIZE STORE",
	"PIVOT STORE ON eventName USING count(*)",
	"FROM STORE PIVOT (count(*) FOR eventName IN ('a'))",
	"EXPLAIN SELECT * FROM STORE",
	"PRAGMA database_list",
	"CALL pragma_version()",
	"SET memory_limit = '1GB'",
	"RESET memory_limit",
	"ATTACH 'CANARY' AS x",
	"DETACH memory",
	"USE memory",
	"COPY STORE TO 'CANARY'",
	"COPY (SELECT 1) TO 'CANARY'",
	"EXPORT DATABASE 'CANARY'",
	"INSTALL httpfs",
	"LOAD httpfs",
	"CREATE TABLE x AS SELECT 1",
	"CREATE MACRO f() AS 1",
	"INSERT INTO canary VALUES ('x')",
	"UPDATE canary SET song = 'x'",
	"DELETE FROM STORE",
	"DROP TABLE canary",
	"TRUNCATE canary",
	"ALTER TABLE canary ADD COLUMN x INTEGER",
	"VACUUM",
	"CHECKPOINT",
	"BEGIN",
	"PREPARE x AS SELECT 1",
	"EXECUTE x",
	"SELECT 1; SELECT * FROM canary",
	"SELECT eventID FROM STORE; DROP TABLE canary",
	"SELECT eventID FROM STORE WHERE eventID = ?",
	"SELECT eventID FROM STORE WHERE eventID = $1",
	"SELECT eventID::BLOB FROM STORE",
	"VALUES (1)",
	"",
	"   ",
	"/* only a comment */",
	"SELECT 'unended FROM STORE",
	"SELECT \"unended FROM STORE",
	"SELECT /* unended FROM STORE",
	"SELECT (1 FROM STORE",
	"SELECT 1) FROM STORE",
	"SELECT \xff FROM STORE",
	"SELECT \x00 FROM STORE",
	"SELECT " + strings.Repeat("(", 1000) + "1" + strings.Repeat(")", 1000) + " FROM STORE",
}

func TestWhatIsNoQueryOfAnEventDataStoreIsRefused(t *testing.T) {
	s := dialectStore(t)
	file := filepath.Join(t.TempDir(), "canary.csv")
	if err := os.WriteFile(file, []byte(canary), 0o600); err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("STORE", someStore, "CANARY", file)
	for _, attack := range attacks {
		if got, err := ask(t.Context(), s, fill.Replace(attack)); err == nil {
			t.Errorf("%s was run: %s", attack, got)
		}
	}
	if contents, err := os.ReadFile(file); err != nil || string(contents) != canary {
		t.Errorf("the file was touched: %q, %v", contents, err)
	}
	if _, err := ask(t.Context(), s, "SELECT 1 FROM 11111111-2222-3333-4444-555555555555"); !errors.As(err, new(*dialect.UnknownStoreError)) {
		t.Errorf("an unknown event data store: %v", err)
	}
	if _, err := s.db.ExecContext(t.Context(), "SET memory_limit = '1GB'"); err == nil {
		t.Error("DuckDB's settings are not locked")
	}
	if _, err := s.db.ExecContext(t.Context(), "SELECT * FROM read_text('"+file+"')"); err == nil {
		t.Error("DuckDB still reaches files")
	}
}

func FuzzNoStatementReadsWhatIsNoEventDataStore(f *testing.F) {
	for _, a := range attacks {
		f.Add(strings.ReplaceAll(a, "STORE", someStore))
	}
	f.Add("SELECT eventID, count(*) FROM " + someStore + " GROUP BY 1 ORDER BY 2 DESC LIMIT 5")
	f.Add("SELECT filter(ARRAY['a'], x -> x LIKE '%a') FROM " + someStore)
	s := dialectStore(f)
	f.Fuzz(func(t *testing.T, statement string) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		got, err := ask(ctx, s, statement)
		if err == nil && strings.Contains(got, canary) && !strings.Contains(statement, canary) {
			t.Fatalf("the canary was read: %s", got)
		}
	})
}
