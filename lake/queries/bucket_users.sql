-- Who used a bucket. One group for each identity, event name and outcome.
SELECT
  {{template "finding"}},
  element_at(filter({{template "buckets"}}, n -> regexp_like(n, :bucket_name)), 1) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND {{template "is_bucket"}}
  AND {{template "events"}}
  AND (:user_name IS NULL OR {{template "is_user"}})
  AND (
    (:object IS NULL AND :object_prefix IS NULL)
    OR element_at(requestParameters, 'key') = :object
    OR regexp_replace(lower(element_at(requestParameters, 'key')), '[^a-z0-9]', '') LIKE :object_heard
    OR starts_with(element_at(requestParameters, 'key'), :object_prefix)
    -- A bulk delete records no names: it may have taken the object with it.
    OR (eventName = 'DeleteObjects' AND regexp_like(eventName, :events))
  )
{{template "gathered"}}
