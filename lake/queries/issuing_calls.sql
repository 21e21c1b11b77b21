-- Who had credentials issued, by the ends of their access keys.
SELECT
  {{template "finding"}},
  substr({{template "issued"}}, -8) AS subject,
  coalesce(element_at(requestParameters, 'roleArn'), element_at(requestParameters, 'userName')) AS detail,
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND eventSource IN ('sts.amazonaws.com', 'iam.amazonaws.com', 'signin.amazonaws.com', 'sso.amazonaws.com')
  AND regexp_like({{template "issued"}}, :issued_keys)
{{template "gathered"}}
