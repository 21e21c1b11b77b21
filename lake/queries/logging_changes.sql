-- Who switched off what records and watches.
SELECT
  {{template "finding"}},
  CAST(NULL AS varchar) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND regexp_like(eventSource, :watching)
  AND regexp_like(eventName, :unwatching)
  AND NOT (eventName = 'UpdateDetector' AND coalesce(element_at(requestParameters, 'enable'), '') = 'true')
{{template "gathered"}}
