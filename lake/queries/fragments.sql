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
  {{- /* Set where an instance got its role's credentials from EC2. */}}
  userIdentity.sessionContext.ec2RoleDelivery AS ec2_role_delivery,
  eventName AS event_name,
  eventSource AS event_source,
  {{- /* A failed sign-in has no errorCode: its failure stands in the response. */}}
  CASE
    WHEN nullif(errorCode, '') IS NOT NULL THEN errorCode
    WHEN element_at(responseElements, 'ConsoleLogin') = 'Failure' THEN 'Failure'
    WHEN element_at(serviceEventDetails, 'UserAuthentication') = 'Failure' THEN 'Failure'
  END AS error_code{{end}}

{{define "figures"}}count(DISTINCT eventID) AS events,
  min(eventTime) AS first_time,
  max(eventTime) AS last_time,
  array_join(slice(array_sort(array_agg(DISTINCT sourceIPAddress)), 1, 100), '|') AS addresses,
  array_join(slice(array_sort(array_agg(DISTINCT userAgent)), 1, 20), ' | ') AS agents,
  {{- /* What the copies of an event have in common that several accounts get. */}}
  array_join(slice(array_sort(array_agg(DISTINCT sharedEventID)), 1, 100), '|') AS shared_events{{end}}

{{- /* All but the figures, by which the events are gathered. */}}
{{define "gathered"}}GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20
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
      userIdentity.sessionContext.sessionIssuer.userName,
      regexp_extract(userIdentity.arn, ':assumed-role/([^/]+)/', 1)]{{end}}

{{define "is_user"}}any_match({{template "users"}}, n -> regexp_like(n, :user_name)){{end}}

{{- /* What an event is about: the values of the parameters that name such a
thing, whole or within JSON text, the ARNs of its resources, and what a call was
refused on, whose parameters may be left out. What a call made has its name in the
response, where others have the names of what it belongs to. Of an ARN, what stands
behind the thing's own is left out: a secret's random end, an object's key. */}}
{{define "things"}}transform(
      transform(:resource_keys, k -> coalesce(CASE WHEN regexp_like(eventName, :making) THEN element_at(responseElements, k) END, element_at(requestParameters, k)))
      || coalesce(transform(resources, r -> coalesce(r.arn, r.arnPrefix)), ARRAY[])
      || ARRAY[{{template "refused_on"}}],
      v -> regexp_replace(regexp_replace(v, :behind_arn, '$1'), :behind_secret, '$1')){{end}}

{{define "refused_on"}}regexp_extract(errorMessage, :refused_on, 1){{end}}

{{- /* Whether a call that may open something did: what closes it goes by the same
names. */}}
{{define "opens"}}(CASE
      WHEN eventName = 'ModifySnapshotAttribute' THEN regexp_like(element_at(requestParameters, 'createVolumePermission'), '"add"')
      WHEN eventName = 'ModifyImageAttribute' THEN regexp_like(element_at(requestParameters, 'launchPermission'), '"add"')
      WHEN eventName IN ('ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute') THEN regexp_like(element_at(requestParameters, 'valuesToAdd'), '[a-z0-9]')
      WHEN eventName IN ('ModifyDBInstance', 'ModifyCluster') THEN element_at(requestParameters, 'publiclyAccessible') = 'true'
      ELSE {{template "opens_bucket"}}
    END OR {{template "is_denied"}}){{end}}

{{define "opens_bucket"}}CASE
      WHEN eventName IN ('PutBucketPublicAccessBlock', 'PutPublicAccessBlock') THEN coalesce(regexp_like(element_at(requestParameters, 'PublicAccessBlockConfiguration'), 'false'), true)
      WHEN eventName IN ('PutBucketAcl', 'PutObjectAcl') THEN NOT coalesce(regexp_like(element_at(requestParameters, 'x-amz-acl'), 'private'), false)
      ELSE true
    END{{end}}

{{- /* By a person, though it be at the console. */}}
{{define "in_person"}}coalesce(userIdentity.invokedBy, '') IN ('', 'signin.amazonaws.com', 'AWS Internal'){{end}}

{{- /* The key of an object that an event is about. */}}
{{define "key"}}coalesce(
      element_at(requestParameters, 'key'),
      element_at(filter(transform(resources, r -> regexp_extract(r.arn, '^arn:[^:]+:s3:::[^/]+/(.+)$', 1)), k -> k IS NOT NULL AND k <> ''), 1)){{end}}

{{- /* The id of the access key that an event issued. */}}
{{define "issued"}}coalesce(
      json_extract_scalar(element_at(responseElements, 'credentials'), '$.accessKeyId'),
      json_extract_scalar(element_at(responseElements, 'accessKey'), '$.accessKeyId')){{end}}

{{- /* Refused for want of permission; services have many words for it. */}}
{{define "is_denied"}}regexp_like(errorCode, :denials){{end}}

