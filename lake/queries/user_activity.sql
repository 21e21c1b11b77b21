-- What a user did, under any name the user goes by.
SELECT
  {{template "finding"}},
  element_at(filter({{template "users"}}, n -> regexp_like(n, :user_name)), 1) AS subject,
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND {{template "is_user"}}
  AND {{template "events"}}
  AND (:service IS NULL OR eventSource = :service)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
ORDER BY events DESC, first_time
LIMIT 10000
