package speech

import (
	"maps"
	"time"

	"pudding/attribution"
	"pudding/lake"
)

// lastSeen is a user who was last seen by the events on the scenes' day, if at
// all, and what IAM has to add.
func lastSeen(name string, seen bool, use attribution.LastUse) scene {
	use.User = name
	s := scene{question: asking(lake.LastSeen, lake.Arguments{User: lake.Name{Said: name}}), lastUse: &use}
	if seen {
		f := about(did(user(name), "StartInstances", 1, at(10, 9, 12)), name, "")
		f.EventSource = "ec2.amazonaws.com"
		s.findings = []lake.Finding{f}
	}
	return s
}

func init() {
	maps.Copy(scenes, map[string]scene{
		"a key that was used later than the events tell":           lastSeen("jonas", true, attribution.LastUse{At: at(11, 8, 40), By: "key", Service: "s3"}),
		"a password that was used later than the events tell":      lastSeen("bert-jan", true, attribution.LastUse{At: at(10, 21, 5), By: "password"}),
		"a service that was used later than the events tell":       lastSeen("jonas", true, attribution.LastUse{At: at(11, 8, 40), Service: "secretsmanager"}),
		"nothing by a user whose key was used long ago":            lastSeen("mei", false, attribution.LastUse{At: time.Date(2024, 3, 1, 8, 0, 0, 0, amsterdam), By: "key"}),
		"nothing by a user whom IAM has never seen either":         lastSeen("mei", false, attribution.LastUse{}),
		"nothing by a user whom IAM does not know":                 lastSeen("bert-jan", false, attribution.LastUse{Unknown: true}),
		"a service that was used by one of whom nothing was found": lastSeen("mei", false, attribution.LastUse{At: at(1, 0, 0), Service: "cloudwatch"}),
	})
}
