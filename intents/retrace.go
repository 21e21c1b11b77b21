package intents

import (
	"time"

	"pudding/lake"
)

// intentOf is the intent that asks a template's question.
var intentOf = map[lake.Template]string{
	lake.BucketUsers:       "WhoUsedBucketIntent",
	lake.UserActivity:      "WhatDidUserDoIntent",
	lake.AccessKeyActivity: "WhatDidAccessKeyDoIntent",
	lake.ResourceChanges:   "WhoChangedResourceIntent",
	lake.SignIns:           "WhoSignedInIntent",
	lake.RootActivity:      "WhoUsedRootIntent",
	lake.RoleAssumptions:   "WhoAssumedRoleIntent",
	lake.AddressActivity:   "WhatDidAddressDoIntent",
	lake.Denials:           "WhoWasDeniedIntent",
	lake.Grants:            "WhoGrantedAccessIntent",
	lake.AccessKeysMade:    "WhoCreatedAccessKeyIntent",
	lake.LoggingChanges:    "WhoTurnedOffLoggingIntent",
	lake.Changes:           "WhatChangedIntent",
	lake.LastSeen:          "LastSeenIntent",
}

// retrace is the question as it could have been asked: where there is news of an
// old one, the words that it was asked in are gone. It reports false for a
// question that nobody asks aloud.
func retrace(q lake.Question, zone *time.Location) (about, bool) {
	intent, ok := intentOf[q.Template]
	if !ok {
		return about{}, false
	}
	a := q.Arguments
	action := a.Action.ID
	if action == "" && len(a.Action.EventNames) > 0 {
		action = a.Action.EventNames[0]
	}
	from, to := q.Period.From.In(zone), q.Period.To.In(zone)
	slots := map[string]string{}
	for name, value := range map[string]string{
		"bucket": a.Bucket.Said, "object": a.Object.Key, "action": action, "user": a.User.Said, "accessKey": a.AccessKey, "service": a.Service,
		"resourceType": a.Resource.Type, "resource": a.Resource.Name.Said, "role": a.Role.Said, "address": a.Address, "outcome": string(a.Outcome),
		"date": from.Format(time.DateOnly), "time": from.Format("15:04"), "endDate": to.Format(time.DateOnly), "endTime": to.Format("15:04"),
	} {
		if value != "" {
			slots[name] = value
		}
	}
	return about{Intent: intent, Slots: slots}, true
}
