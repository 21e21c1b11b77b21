-- Who made access keys, and for whom: without a name, for the caller itself.
SELECT
  {{template "finding"}},
  coalesce(element_at(requestParameters, 'userName'), userIdentity.userName, CASE WHEN userIdentity.type = 'Root' THEN 'root' END) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND eventSource = 'iam.amazonaws.com'
  AND eventName = 'CreateAccessKey'
  AND (:user_name IS NULL OR regexp_like(coalesce(element_at(requestParameters, 'userName'), userIdentity.userName), :user_name))
{{template "gathered"}}
