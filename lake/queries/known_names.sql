-- The names of who called and of what was called upon, those used most first.
SELECT
  split_part(named, ' ', 1) AS detail,
  split_part(named, ' ', 2) AS subject,
  count(*) AS events,
  min(eventTime) AS first_time,
  max(eventTime) AS last_time
FROM :event_data_store
CROSS JOIN UNNEST(ARRAY[
    'user ' || userIdentity.userName,
    'user ' || CASE WHEN userIdentity.type = 'Root' THEN 'root' END,
    'user ' || CASE WHEN eventSource = 'iam.amazonaws.com' THEN element_at(requestParameters, 'userName') END,
    'user ' || userIdentity.sessionContext.sourceIdentity,
    'user ' || regexp_extract(userIdentity.principalId, {{template "chosen"}}, 1),
    'role ' || userIdentity.sessionContext.sessionIssuer.userName,
    'role ' || element_at(requestParameters, 'roleName'),
    'bucket ' || element_at(requestParameters, 'bucketName'),
    'function ' || element_at(requestParameters, 'functionName'),
    'database ' || element_at(requestParameters, 'dBInstanceIdentifier'),
    'database ' || element_at(requestParameters, 'dBClusterIdentifier'),
    'database ' || element_at(requestParameters, 'tableName'),
    'security_group ' || element_at(requestParameters, 'groupName'),
    'secret ' || element_at(requestParameters, 'secretId'),
    'log_group ' || element_at(requestParameters, 'logGroupName'),
    'stack ' || element_at(requestParameters, 'stackName'),
    'trail ' || CASE WHEN eventSource = 'cloudtrail.amazonaws.com' THEN element_at(requestParameters, 'name') END
  ]) AS names (named)
WHERE {{template "period"}}
  AND regexp_like(named, '^[a-z_]+ [A-Za-z0-9/][A-Za-z0-9._@+=,/-]{1,127}$')
GROUP BY named
ORDER BY events DESC, named
LIMIT 10000
{{- /* The name of a session that somebody chose: machines put an instance's id
there, a time, or a random word. */ -}}
{{define "chosen"}}':([^0-9:]*(?:[0-9]{1,4}[^0-9:]+)*[0-9]{0,4})$'{{end}}
