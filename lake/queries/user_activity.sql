-- What a user did, under any name the user goes by.
SELECT
  {{template "finding"}},
  element_at(filter({{template "users"}}, n -> regexp_like(n, :user_name)), 1) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND {{template "is_user"}}
  AND {{template "events"}}
  AND (:service IS NULL OR eventSource = :service)
{{template "gathered"}}
