-- Who assumed a role: an STS call names it by its ARN, a refused one in the message.
SELECT
  {{template "finding"}},
  regexp_extract(coalesce(element_at(requestParameters, 'roleArn'), {{template "refused_on"}}), ':role/(?:.*/)?([^/]+)$', 1) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND eventSource = 'sts.amazonaws.com'
  AND eventName IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity')
  AND (:role_arn IS NULL OR regexp_like(coalesce(element_at(requestParameters, 'roleArn'), {{template "refused_on"}}), :role_arn))
{{template "gathered"}}
