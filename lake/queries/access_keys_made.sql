-- Who made access keys, and for whom: without a name, for the caller itself.
SELECT
  {{template "finding"}},
  {{template "whose"}} AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND eventSource = 'iam.amazonaws.com'
  AND eventName = 'CreateAccessKey'
  AND (:user_name IS NULL OR regexp_like({{template "whose"}}, :user_name))
{{template "gathered"}}
{{- define "whose"}}coalesce(
    element_at(requestParameters, 'userName'),
    {{template "refused_on"}},
    userIdentity.userName,
    CASE WHEN userIdentity.type = 'Root' THEN 'root' END){{end}}
