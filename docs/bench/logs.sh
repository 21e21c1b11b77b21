#!/usr/bin/env bash
# Loads a folder of CloudTrail logs and asks the two questions of pudding, of jq
# and of DuckDB's own read_json, each as a whole process, with its time and its
# memory: docs/bench/logs.sh FOLDER [BUCKET] [USER]
set -euo pipefail
folder=${1:?usage: docs/bench/logs.sh FOLDER [BUCKET] [USER]}
bucket=${2:-acme-invoices-prod} user=${3:-liam.petrov}
cd "$(dirname "$0")/../.."
store=$(mktemp -d)/store.duckdb
trap 'rm -rf "$(dirname "$store")"' EXIT

measured() { # measured NAME COMMAND…
  local name=$1
  shift
  /usr/bin/time -f "$name: %e s, %M KB" "$@" >/dev/null
}

measured "pudding, load" build/pudding load --store "$store" "$folder"
ls -l "$store" | awk '{print "store: " $5 " bytes"}'
for run in 1 2 3; do
  measured "pudding, who used a bucket, run $run" build/pudding ask --store "$store" --json --intent WhoUsedBucketIntent --slot bucket="$bucket" --slot date=2026-03
  measured "pudding, what a user did, run $run" build/pudding ask --store "$store" --json --intent WhatDidUserDoIntent --slot user="$user" --slot date=2026-03
done

export folder bucket user
measured "zcat and jq, who used a bucket" bash -c '
  find "$folder" -name "*.json.gz" -print0 | xargs -0 zcat | jq -c --arg b "$bucket" "
    .Records[] | select(.eventTime >= \"2026-03-01\" and .eventTime < \"2026-04-01\"
      and ((.requestParameters | objects | .bucketName == \$b) // false)) | [.userIdentity.arn, .eventName]" | sort | uniq -c'
measured "zcat and jq, what a user did" bash -c '
  find "$folder" -name "*.json.gz" -print0 | xargs -0 zcat | jq -c --arg u "$user" "
    .Records[] | select(.eventTime >= \"2026-03-01\" and .eventTime < \"2026-04-01\"
      and .userIdentity.userName == \$u) | .eventName" | sort | uniq -c'

go build -o build/readjson ./docs/bench/readjson
measured "DuckDB read_json, who used a bucket" build/readjson "$folder" bucket "$bucket"
measured "DuckDB read_json, what a user did" build/readjson "$folder" user "$user"
