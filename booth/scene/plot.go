package scene

import (
	"fmt"
	"time"
)

const (
	fridge  = "crumb-and-spoon-fridge"
	recipes = "crumb-and-spoon-recipes"
	// Two shelves whose names are easily confused.
	leftovers1 = "leftovers-1"
	leftovers3 = "leftovers-3"
)

// dayOfThePudding is the day on which the puddings went: Jonas ate three of
// them, after Oscar had tried and was refused, and before the nightly backup
// emptied the shelf of leftovers without a word about which.
func (w *world) dayOfThePudding(day time.Time) {
	at := clock(day)

	w.onObject(at(8, 2, 11), mei, "PutObject", fridge, "puddings/chocolate.json", false, "")
	w.onObject(at(8, 2, 40), mei, "PutObject", fridge, "puddings/vanilla.json", false, "")
	w.onObject(at(8, 3, 5), mei, "PutObject", fridge, "puddings/caramel.json", false, "")

	w.onObject(at(11, 47, 30), oscar, "DeleteObject", fridge, "puddings/chocolate.json", false, "AccessDenied")
	w.onObject(at(11, 47, 52), oscar, "DeleteObject", fridge, "puddings/vanilla.json", false, "AccessDenied")

	w.onObject(at(14, 9, 3), jonas, "ListObjects", fridge, "", true, "")
	w.onObject(at(14, 9, 20), jonas, "GetObject", fridge, "puddings/chocolate.json", true, "")
	w.onObject(at(14, 12, 8), jonas, "DeleteObject", fridge, "puddings/chocolate.json", false, "")
	w.onObject(at(14, 12, 31), jonas, "DeleteObject", fridge, "puddings/vanilla.json", false, "")
	w.onObject(at(14, 15, 2), jonas, "DeleteObject", fridge, "puddings/caramel.json", false, "")
	w.onObject(at(15, 30, 44), mei, "GetObject", fridge, "puddings/caramel.json", true, "NoSuchKey")

	w.happened(at(16, 20, 0), root, "signin.amazonaws.com", "ConsoleLogin", object{
		"eventType":           "AwsConsoleSignIn",
		"awsRegion":           "us-east-1",
		"responseElements":    object{"ConsoleLogin": "Success"},
		"additionalEventData": object{"MFAUsed": "Yes", "MobileVersion": "No"},
	})
	w.onBucket(at(16, 24, 13), root, "PutBucketPolicy", fridge, false)
	w.bulkDelete(at(22, 0, 4), backup, fridge)

	w.onObject(at(9, 30, 0), mei, "DeleteObject", leftovers1, "soup.txt", false, "")
	w.onObject(at(9, 31, 0), mei, "DeleteObject", leftovers3, "pie.txt", false, "")
}

// secondHelping is what happened in the last hours: Mei made another pudding,
// and Jonas found it. So "who ate my pudding", of the last 24 hours, has an
// answer at any hour.
func (w *world) secondHelping(now time.Time) {
	ago := func(d time.Duration) time.Time { return now.Add(-d).Truncate(time.Second) }
	w.onObject(ago(4*time.Hour), mei, "PutObject", fridge, "puddings/pistachio.json", false, "")
	w.onObject(ago(97*time.Minute), jonas, "DeleteObject", fridge, "puddings/pistachio.json", false, "")
}

// routine is what goes on every day, and should not be blamed for anything.
func (w *world) routine(day time.Time) {
	at := clock(day)
	for hour := range 24 {
		w.onBucket(at(hour, 1, 0), trail, "GetBucketAcl", fridge, true)
		w.onBucket(at(hour, 13, 20), config, "GetBucketAcl", recipes, true)
		if hour%6 == 3 {
			w.onObject(at(hour, 30, 0), backup, "GetObject", recipes, fmt.Sprintf("menu/%02d.md", hour), true, "")
		}
	}
	for i, cook := range []identity{mei, jonas, oscar, mei} {
		w.onObject(at(9+i, 5*i, 30), cook, "GetObject", recipes, "puddings/caramel.md", true, "")
	}
	w.onObject(at(10, 41, 9), mei, "PutObject", recipes, "puddings/pistachio.md", false, "")
	w.happened(at(9, 2, 0), jonas, "ec2.amazonaws.com", "DescribeInstances", object{"readOnly": true})
	w.happened(at(9, 2, 31), jonas, "ec2.amazonaws.com", "StartInstances", object{
		"requestParameters": object{"instancesSet": object{"items": []object{{"instanceId": "i-0c0ffee0c0ffee000"}}}},
	})
}

// clock returns times of one day, by the clock on the wall.
func clock(day time.Time) func(hour, minute, second int) time.Time {
	return func(hour, minute, second int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, 0, day.Location())
	}
}
