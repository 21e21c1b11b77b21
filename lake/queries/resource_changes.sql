-- Who created, changed, stopped, opened … a thing, by its kind and its name.
SELECT
  {{template "finding"}},
  element_at(filter(transform({{template "things"}}, v -> regexp_extract(v, :resource_in, 1)), n -> n IS NOT NULL AND n <> ''), 1) AS subject,
  CASE
    WHEN regexp_like(element_at(requestParameters, 'ipPermissions'), :anywhere)
      OR regexp_like(element_at(requestParameters, 'ModifySecurityGroupRulesRequest'), :anywhere) THEN 'world'
    WHEN regexp_like(element_at(requestParameters, 'createVolumePermission'), '"group":"all"')
      OR regexp_like(element_at(requestParameters, 'launchPermission'), '"group":"all"') THEN 'world'
  END AS detail,
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND {{template "events"}}
  AND (:event_sources IS NULL OR regexp_like(eventSource, :event_sources))
  AND (NOT :named OR any_match({{template "things"}}, v -> regexp_like(v, :resource_in)))
{{template "gathered"}}
