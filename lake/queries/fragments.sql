{{- /* What the questions' templates share. Each leaf has an alias of its own:
two columns of one name could not be told apart in a result row. */ -}}

{{define "finding"}}userIdentity.type AS identity_type,
  userIdentity.principalId AS principal_id,
  userIdentity.arn AS identity_arn,
  userIdentity.accountId AS account_id,
  userIdentity.userName AS user_name,
  userIdentity.sessionContext.sessionIssuer.type AS issuer_type,
  userIdentity.sessionContext.sessionIssuer.arn AS issuer_arn,
  userIdentity.sessionContext.sessionIssuer.userName AS issuer_user_name,
  userIdentity.sessionContext.sourceIdentity AS source_identity,
  userIdentity.invokedBy AS invoked_by,
  userIdentity.identityProvider AS identity_provider,
  userIdentity.onBehalfOf.userId AS on_behalf_of,
  {{- /* The session that the credentials are of: who issued them can be found. */}}
  substr(userIdentity.accessKeyId, -8) AS key_end,
  userIdentity.sessionContext.attributes.creationDate AS session_created,
  eventName AS event_name,
  eventSource AS event_source,
  {{- /* A failed sign-in has no errorCode: its failure stands in the response. */}}
  CASE
    WHEN nullif(errorCode, '') IS NOT NULL THEN errorCode
    WHEN element_at(responseElements, 'ConsoleLogin') = 'Failure' THEN 'Failure'
  END AS error_code{{end}}

{{define "figures"}}count(DISTINCT eventID) AS events,
  min(eventTime) AS first_time,
  max(eventTime) AS last_time,
  array_join(slice(array_sort(array_agg(DISTINCT sourceIPAddress)), 1, 100), '|') AS addresses,
  array_join(slice(array_sort(array_agg(DISTINCT userAgent)), 1, 20), ' | ') AS agents{{end}}

{{- /* All but the figures, by which the events are gathered. */}}
{{define "gathered"}}GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19
ORDER BY events DESC, first_time
LIMIT 10000{{end}}

{{define "no_detail"}}CAST(NULL AS varchar) AS detail{{end}}

{{define "period"}}eventTime >= :from AND eventTime < :to{{end}}

{{define "events"}}(:events IS NULL OR regexp_like(eventName, :events)){{end}}

{{- /* The buckets an event names: in its request, or among its resources, whose
order varies and which give an object's ARN or only its prefix. */}}
{{define "buckets"}}ARRAY[element_at(requestParameters, 'bucketName')]
    || coalesce(transform(resources, r -> regexp_extract(coalesce(r.arn, r.arnPrefix), '^arn:[^:]+:s3:::([^/]+)', 1)), ARRAY[]){{end}}

{{define "is_bucket"}}(
    regexp_like(element_at(requestParameters, 'bucketName'), :bucket_name)
    OR any_match(resources, r -> regexp_like(coalesce(r.arn, r.arnPrefix), :bucket_arn))
  ){{end}}

{{- /* The names a person may go by: the IAM user's, the role session's, and the
source identity that outlives a chain of roles; and a role's own. */}}
{{define "users"}}ARRAY[
      userIdentity.userName,
      regexp_extract(userIdentity.arn, ':(?:user|assumed-role|federated-user)/(?:.*/)?([^/]+)$', 1),
      regexp_extract(userIdentity.principalId, ':(.+)$', 1),
      userIdentity.sessionContext.sourceIdentity,
      CASE WHEN userIdentity.type = 'Root' THEN 'root' END,
      userIdentity.sessionContext.sessionIssuer.userName]{{end}}

{{define "is_user"}}(
    regexp_like(userIdentity.userName, :user_name)
    OR regexp_like(userIdentity.arn, :user_arn)
    OR regexp_like(userIdentity.principalId, :user_principal)
    OR any_match(ARRAY[
      userIdentity.sessionContext.sourceIdentity,
      userIdentity.sessionContext.sessionIssuer.userName,
      CASE WHEN userIdentity.type = 'Root' THEN 'root' END], n -> regexp_like(n, :user_name))
  ){{end}}

{{- /* What an event is about: the values of the parameters that name such a
thing, whole or within JSON text, and the ARNs of its resources. */}}
{{define "things"}}transform(:resource_keys, k -> element_at(requestParameters, k))
    || transform(:resource_keys, k -> element_at(responseElements, k))
    || coalesce(transform(resources, r -> coalesce(r.arn, r.arnPrefix)), ARRAY[]){{end}}

{{- /* The id of the access key that an event issued. */}}
{{define "issued"}}coalesce(
      json_extract_scalar(element_at(responseElements, 'credentials'), '$.accessKeyId'),
      json_extract_scalar(element_at(responseElements, 'accessKey'), '$.accessKeyId')){{end}}

{{- /* Refused for want of permission; services have many words for it. */}}
{{define "is_denied"}}regexp_like(errorCode, :denials){{end}}

