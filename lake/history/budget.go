package history

import (
	"pudding/lake"
	"pudding/lake/quota"
)

// LookupsPerSecond is the account's quota in a region (AWS CloudTrail User
// Guide, "Quotas in AWS CloudTrail").
const LookupsPerSecond = 2

func newBudget() lake.Budget { return quota.NewLocal(LookupsPerSecond) }
