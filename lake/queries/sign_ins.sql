-- Who signed in: to the console, or to the portal of IAM Identity Center.
SELECT
  {{template "finding"}},
  CAST(NULL AS varchar) AS subject,
  CASE
    WHEN lower(element_at(additionalEventData, 'MFAUsed')) = 'yes' THEN 'mfa'
    WHEN eventName = 'ConsoleLogin' AND userIdentity.type IN ('IAMUser', 'Root') THEN 'no_mfa'
  END AS detail,
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND eventSource = 'signin.amazonaws.com'
  AND eventName IN ('ConsoleLogin', 'UserAuthentication')
  AND CASE :outcome
    WHEN 'failed' THEN element_at(responseElements, 'ConsoleLogin') = 'Failure' OR element_at(serviceEventDetails, 'UserAuthentication') = 'Failure'
    WHEN 'succeeded' THEN element_at(responseElements, 'ConsoleLogin') = 'Success' OR element_at(serviceEventDetails, 'UserAuthentication') = 'Success'
    WHEN 'without_mfa' THEN element_at(responseElements, 'ConsoleLogin') = 'Success' AND userIdentity.type IN ('IAMUser', 'Root')
      AND coalesce(lower(element_at(additionalEventData, 'MFAUsed')), 'no') <> 'yes'
    WHEN 'root' THEN userIdentity.type = 'Root'
    ELSE true
  END
{{template "gathered"}}
