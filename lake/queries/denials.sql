-- Who was refused, and at what.
SELECT
  {{template "finding"}},
  element_at(filter({{template "users"}}, n -> regexp_like(n, :user_name)), 1) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND {{template "is_denied"}}
  AND (:user_name IS NULL OR {{template "is_user"}})
{{template "gathered"}}
