-- What changed: without what only reads, what services do, and what machines say of themselves.
SELECT
  {{template "finding"}},
  CAST(NULL AS varchar) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND coalesce(readOnly, regexp_like(eventName, :reading)) = false
  AND coalesce(eventCategory, 'Management') = 'Management'
  AND coalesce(userIdentity.type, 'AWSService') <> 'AWSService'
  AND {{template "in_person"}}
  AND NOT regexp_like(eventName, :routine)
  AND NOT regexp_like(coalesce(userIdentity.sessionContext.sessionIssuer.arn, ''), ':role/aws-service-role/')
  AND (:service IS NULL OR eventSource = :service)
{{template "gathered"}}
