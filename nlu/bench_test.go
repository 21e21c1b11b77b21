package nlu

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pudding/lake"
)

// BenchmarkAtLength is of all that is read, from slots as long as they may be.
func BenchmarkAtLength(b *testing.B) {
	nicknames, err := ParseNicknames("pudding=s3://crumbs/puddings/; bert=user:bert-jan")
	if err != nil {
		b.Fatal(err)
	}
	for name, read := range map[string]func(heard string){
		"BucketName":      func(heard string) { _, _ = BucketName(heard) },
		"UserName":        func(heard string) { _, _ = UserName(heard) },
		"RoleName":        func(heard string) { _, _ = RoleName(heard) },
		"ResourceName":    func(heard string) { _, _ = ResourceName(heard) },
		"Object":          func(heard string) { _, _ = Object(heard) },
		"AccessKeySuffix": func(heard string) { _, _ = AccessKeySuffix(heard) },
		"Address":         func(heard string) { _, _ = Address(heard) },
		"BucketAction":    func(heard string) { BucketAction("", heard) },
		"UserAction":      func(heard string) { UserAction("", heard) },
		"ResourceAction":  func(heard string) { ResourceAction(ResourceType{}, "", heard) },
		"ResourceTypeOf":  func(heard string) { ResourceTypeOf("", heard) },
		"OutcomeOf":       func(heard string) { OutcomeOf("", heard) },
		"Service":         func(heard string) { Service(heard) },
		"Ordinal":         func(heard string) { Ordinal(heard, 3) },
		"IsEating":        func(heard string) { IsEating(heard) },
		"Nicknames":       func(heard string) { nicknames.Bucket(heard); nicknames.User(heard) },
		"ChooseBucket": func(heard string) {
			ChooseBucket(lake.Name{Said: heard, Loose: true}, []string{"config-bucket", "config-logs"})
		},
		"PeriodOf": func(heard string) {
			_, _ = PeriodOf(When{heard, heard, heard, heard, heard}, monday(time.UTC), time.UTC)
			_, _ = PeriodOf(When{Date: heard}, monday(time.UTC), time.UTC)
			_, _ = PeriodOf(When{Time: heard}, monday(time.UTC), time.UTC)
		},
	} {
		for _, unit := range []string{"a", "one two dot ", "the my ", "my the ", "hundred ", "P9", "9", "delete ", "バケット", "一", "ﷺ", "e\u0301\u0327", "s.3", "2026-"} {
			heard := strings.ToValidUTF8(strings.Repeat(unit, 1100)[:1100], "")
			b.Run(fmt.Sprintf("%s/%.5q", name, unit), func(b *testing.B) {
				for b.Loop() {
					read(heard)
				}
			})
		}
	}
}
