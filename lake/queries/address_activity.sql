-- What was done from an address.
SELECT
  {{template "finding"}},
  sourceIPAddress AS subject,
  {{template "no_detail"}},
  {{template "figures"}}
FROM :event_data_store
WHERE {{template "period"}}
  AND sourceIPAddress = :address
{{template "gathered"}}
