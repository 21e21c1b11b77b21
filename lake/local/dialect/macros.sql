-- Trino's functions that DuckDB has no like of. Each is a macro of a connection.

-- A value as text, with milliseconds where it is a time.
CREATE OR REPLACE TEMP MACRO trino_text(x) AS
  CASE WHEN typeof(x) = 'TIMESTAMP' THEN strftime(TRY_CAST(x::VARCHAR AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g') ELSE x::VARCHAR END;

-- NULL where nothing matches. One search tells that too, unlike DuckDB's own
-- regexp_extract, which gives the same for no match and for an empty one.
CREATE OR REPLACE TEMP MACRO trino_regexp_extract(s, pattern, g) AS regexp_extract_all(s, pattern, g)[1];

-- A part of an array, from an index that counts from the end if negative.
CREATE OR REPLACE TEMP MACRO trino_slice(a, first, n) AS
  list_slice(a, CASE WHEN first < 0 THEN len(a) + first + 1 ELSE first END,
             CASE WHEN first < 0 THEN len(a) + first + n ELSE first + n - 1 END);

CREATE OR REPLACE TEMP MACRO trino_date_add(unit, n, t) AS
  t + CASE lower(unit)
        WHEN 'millisecond' THEN to_milliseconds(n)
        WHEN 'second' THEN to_seconds(n)
        WHEN 'minute' THEN to_minutes(n)
        WHEN 'hour' THEN to_hours(n)
        WHEN 'day' THEN to_days(CAST(n AS INTEGER))
        WHEN 'week' THEN to_days(CAST(7 * n AS INTEGER))
        WHEN 'month' THEN to_months(CAST(n AS INTEGER))
        WHEN 'quarter' THEN to_months(CAST(3 * n AS INTEGER))
        WHEN 'year' THEN to_months(CAST(12 * n AS INTEGER))
        ELSE error('not a unit of time: ' || unit)
      END;

CREATE OR REPLACE TEMP MACRO trino_timestamp(s) AS CAST(s AS TIMESTAMP);
CREATE OR REPLACE TEMP MACRO trino_from_unixtime(seconds) AS make_timestamp(CAST(CAST(seconds AS DOUBLE) * 1000000 AS BIGINT));
CREATE OR REPLACE TEMP MACRO trino_to_iso8601(t) AS strftime(t, '%Y-%m-%dT%H:%M:%S.%gZ');

-- JSON in text. What is not JSON is NULL, as is a path that leads nowhere.
CREATE OR REPLACE TEMP MACRO trino_json_parse(j) AS CASE WHEN json_valid(j) THEN j::JSON END;
CREATE OR REPLACE TEMP MACRO trino_json_extract(j, p) AS CASE WHEN json_valid(j) THEN json_extract(j, p) END;
CREATE OR REPLACE TEMP MACRO trino_json_extract_scalar(j, p) AS
  CASE WHEN json_valid(j) THEN
    CASE WHEN json_type(j, p) NOT IN ('OBJECT', 'ARRAY', 'NULL') THEN json_extract_string(j, p) END
  END;
CREATE OR REPLACE TEMP MACRO trino_json_array_length(j) AS
  CASE WHEN json_valid(j) THEN CASE WHEN json_type(j) = 'ARRAY' THEN json_array_length(j)::BIGINT END END;
CREATE OR REPLACE TEMP MACRO trino_json_array_get(j, i) AS
  CASE WHEN json_valid(j) THEN
    CASE WHEN json_type(j) = 'ARRAY' THEN json_extract(j, CASE WHEN i < 0 THEN json_array_length(j)::BIGINT + i ELSE i END) END
  END;
CREATE OR REPLACE TEMP MACRO trino_json_array_contains(j, v) AS
  CASE WHEN json_valid(j) THEN
    CASE WHEN json_type(j) = 'ARRAY' THEN list_contains(json_extract_string(j, '$[*]'), v::VARCHAR) END
  END;
CREATE OR REPLACE TEMP MACRO trino_is_json_scalar(j) AS
  CASE WHEN json_valid(j) THEN json_type(j) NOT IN ('OBJECT', 'ARRAY') END;
