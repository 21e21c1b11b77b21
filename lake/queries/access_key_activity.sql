-- What was done with an access key, of which only the end is asked and told.
SELECT
  {{template "finding"}},
  substr(userIdentity.accessKeyId, -8) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND userIdentity.accessKeyId LIKE :access_key
{{template "gathered"}}
