-- Who created, changed, stopped, opened … a thing, by its kind and its name.
SELECT
  {{template "finding"}},
  element_at(filter(transform({{template "things"}}, v -> regexp_extract(v, :resource_in, 1)), n -> n IS NOT NULL AND n <> ''), 1) AS subject,
  CASE
    WHEN nullif(errorCode, '') IS NOT NULL THEN NULL
    WHEN eventName IN ('AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules')
      AND any_match(transform(ARRAY['ipPermissions', 'cidrIp', 'ModifySecurityGroupRulesRequest'], k -> element_at(requestParameters, k)),
        v -> regexp_like(v, :anywhere)) THEN 'world'
    WHEN regexp_like(element_at(requestParameters, 'createVolumePermission'), :to_all)
      OR regexp_like(element_at(requestParameters, 'launchPermission'), :to_all) THEN 'world'
  END AS detail,
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND {{template "events"}}
  AND (:other_events IS NULL OR NOT regexp_like(eventName, :other_events))
  AND (:event_sources IS NULL OR regexp_like(eventSource, :event_sources))
  AND (NOT :opening OR {{template "opens"}})
  -- Any use of a kind of thing is that of some such thing.
  AND (NOT :any_use OR any_match(transform(:used_keys, k -> coalesce(element_at(requestParameters, k), element_at(responseElements, k))), v -> v IS NOT NULL))
  AND (NOT :named OR any_match({{template "things"}}, v -> regexp_like(v, :resource_in)))
{{template "gathered"}}
