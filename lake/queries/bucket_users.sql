-- Who used a bucket. One group for each identity, event name and outcome.
SELECT
  {{template "finding"}},
  -- An access point has a name of its own, in which the bucket's may be.
  coalesce(
    element_at(filter({{template "buckets"}}, n -> regexp_replace(lower(n), '[^a-z0-9]', '') = :bucket_folded), 1),
    element_at(filter({{template "buckets"}}, n -> regexp_like(n, :bucket_name)), 1)) AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND {{template "is_bucket"}}
  AND {{template "events"}}
  AND (NOT :opening OR {{template "opens_bucket"}} OR {{template "is_denied"}})
  AND (:user_name IS NULL OR {{template "is_user"}})
  AND (
    (:object IS NULL AND :object_prefix IS NULL)
    OR any_match(ARRAY[{{template "key"}}], k ->
      k = :object OR regexp_replace(lower(k), '[^a-z0-9]', '') LIKE :object_heard OR starts_with(k, :object_prefix))
    -- A bulk delete records no names: it may have taken the object with it.
    OR (eventName = 'DeleteObjects' AND regexp_like(eventName, :events))
  )
{{template "gathered"}}
