-- Who assumed a role: an STS call names it by its ARN.
SELECT
  {{template "finding"}},
  regexp_extract(element_at(requestParameters, 'roleArn'), ':role/(?:.*/)?([^/]+)$', 1) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND eventSource = 'sts.amazonaws.com'
  AND eventName IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity')
  AND (:role_arn IS NULL OR regexp_like(element_at(requestParameters, 'roleArn'), :role_arn))
{{template "gathered"}}
