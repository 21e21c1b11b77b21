-- What was done as the root user, by someone who had its credentials.
SELECT
  {{template "finding"}},
  'root' AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND userIdentity.type = 'Root'
  AND {{template "in_person"}}
  AND coalesce(eventType, '') <> 'AwsServiceEvent'
{{template "gathered"}}
