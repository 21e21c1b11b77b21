// Command readjson asks DuckDB's own read_json one of the two questions, over
// log files as they lie: the rival that docs/performance.md measures beside.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	_ "github.com/duckdb/duckdb-go/v2"
)

const records = `
  SELECT unnest(Records) AS r FROM read_json(?, columns = {Records: 'STRUCT(
    eventTime VARCHAR, eventName VARCHAR, eventID VARCHAR, requestParameters JSON, userIdentity STRUCT(arn VARCHAR, userName VARCHAR))[]'},
    maximum_object_size = 268435456)`

var questions = map[string]string{
	"bucket": `SELECT r.userIdentity.arn, r.eventName, count(DISTINCT r.eventID) FROM (` + records + `)
	  WHERE r.eventTime >= '2026-03-01' AND r.eventTime < '2026-04-01' AND (r.requestParameters->>'bucketName') = ? GROUP BY 1, 2`,
	"user": `SELECT r.userIdentity.userName, r.eventName, count(DISTINCT r.eventID) FROM (` + records + `)
	  WHERE r.eventTime >= '2026-03-01' AND r.eventTime < '2026-04-01' AND r.userIdentity.userName = ? GROUP BY 1, 2`,
}

func main() {
	if len(os.Args) != 4 || questions[os.Args[2]] == "" {
		fmt.Fprintln(os.Stderr, "usage: readjson FOLDER bucket|user NAME")
		os.Exit(2)
	}
	if err := ask(context.Background(), os.Args[1]+"/**/*.json.gz", questions[os.Args[2]], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "readjson:", err)
		os.Exit(1)
	}
}

func ask(ctx context.Context, files, question, name string) error {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, question, files, name)
	if err != nil {
		return err
	}
	defer rows.Close()
	groups := 0
	for rows.Next() {
		groups++
	}
	fmt.Println(groups, "groups")
	return rows.Err()
}
