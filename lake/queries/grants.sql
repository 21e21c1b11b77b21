-- Who gave a user or a role more rights.
SELECT
  {{template "finding"}},
  coalesce(
      element_at(requestParameters, 'userName'), element_at(requestParameters, 'roleName'), element_at(requestParameters, 'groupName'),
      {{template "refused_on"}}) AS subject,
  coalesce(
      regexp_extract(element_at(requestParameters, 'policyArn'), '([^/]+)$', 1),
      element_at(requestParameters, 'policyName'),
      CASE WHEN eventName = 'AddUserToGroup' THEN element_at(requestParameters, 'groupName') END) AS detail,
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND eventSource IN ('iam.amazonaws.com', 'sso.amazonaws.com')
  AND regexp_like(eventName, :granting)
  AND (:user_name IS NULL OR regexp_like(coalesce(element_at(requestParameters, 'userName'), {{template "refused_on"}}), :user_name))
  AND (:role_name IS NULL OR regexp_like(element_at(requestParameters, 'roleName'), :role_name))
{{template "gathered"}}
