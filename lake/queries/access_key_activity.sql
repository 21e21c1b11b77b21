-- What was done with an access key, of which only the end is asked and told.
SELECT
  {{template "finding"}},
  substr(userIdentity.accessKeyId, -8) AS subject,
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND userIdentity.accessKeyId LIKE :access_key
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
ORDER BY events DESC, first_time
LIMIT 10000
