package nlu

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pudding/lake"
)

func TestANameIsAnIdentifierOrSpokenWords(t *testing.T) {
	loose := func(s string) lake.Name { return lake.Name{Said: s, Loose: true} }
	exact := func(s string) lake.Name { return lake.Name{Said: s} }
	for heard, want := range map[string]lake.Name{
		"config-bucket-123837392027":      exact("config-bucket-123837392027"),
		"kitchen":                         loose("kitchen"),
		"config bucket":                   loose("config"),
		"the Config bucket":               loose("config"),
		"my pudding":                      loose("pudding"),
		"c d k toolkit staging bucket":    loose("c d k toolkit staging"),
		"bucket":                          loose("bucket"),
		"logs.example.com":                exact("logs.example.com"),
		"configバケット":                      loose("config"),
		"うちのconfigのバケット":                  loose("config"),
		"ｃｏｎｆｉｇ－ｂｕｃｋｅｔ":                   exact("config-bucket"),
		"config-bucketバケット":               exact("config-bucket"),
		"bucket12345":                     exact("bucket12345"),
		"logs three":                      loose("logs three"),
		"the mordor S three stack bucket": loose("mordor s3 stack"),
		"it's; DROP TABLE":                loose("it's; drop table"),
	} {
		got, err := BucketName(heard)
		if err != nil || got != want {
			t.Errorf("the bucket %q is %+v, want %+v (%v)", heard, got, want, err)
		}
	}
	for heard, want := range map[string]lake.Name{
		"bert jan":         loose("bert jan"),
		"oscar dot lind":   loose("oscar.lind"),
		"dash":             loose("dash"),
		"Bert Jan":         loose("bert jan"),
		"bert-jan":         exact("bert-jan"),
		"bert-janさん":       exact("bert-jan"),
		"pedroさん":          loose("pedro"),
		"the user pedro":   loose("pedro"),
		"mei@example.com":  exact("mei@example.com"),
		"Administrator":    exact("Administrator"),
		"root":             loose("root"),
		"i-0dbc91f429e48e": exact("i-0dbc91f429e48e"),
	} {
		got, err := UserName(heard)
		if err != nil || got != want {
			t.Errorf("the user %q is %+v, want %+v (%v)", heard, got, want, err)
		}
	}
	for _, heard := range []string{"", " ", "'--", "バケット", "プリン", "a\x00b", "line\nbreak", strings.Repeat("x", 65), strings.Repeat("x", 300), "\xff"} {
		for what, read := range map[string]func(string) (lake.Name, error){"bucket": BucketName, "user": UserName} {
			if got, err := read(heard); !errors.As(err, new(*NameError)) {
				t.Errorf("the %s %.20q is %+v, %v", what, heard, got, err)
			}
		}
	}
}

func TestTheOneThatWasNamedIsChosen(t *testing.T) {
	loose := func(s string) lake.Name { return lake.Name{Said: s, Loose: true} }
	for name, test := range map[string]struct {
		choose     func(lake.Name, []string) (string, []string)
		said       lake.Name
		found      []string
		chosen     string
		candidates []string
	}{
		"none found":                              {ChooseBucket, loose("config"), nil, "", nil},
		"the same to the letter":                  {ChooseBucket, lake.Name{Said: "a-b"}, []string{"ab", "a-b"}, "a-b", nil},
		"the same in sound":                       {ChooseBucket, loose("bert jan"), []string{"bert-jan", "bert-jan-2"}, "bert-jan", nil},
		"the same in sound with the word bucket":  {ChooseBucket, loose("config"), []string{"config-bucket", "config-logs"}, "config-bucket", nil},
		"two that sound the same":                 {ChooseBucket, loose("ab c"), []string{"abc", "a-bc", "abcd"}, "", []string{"a-bc", "abc"}},
		"the only bucket that contains it":        {ChooseBucket, loose("config"), []string{"config-bucket-123"}, "config-bucket-123", nil},
		"the one that has the word bucket behind": {ChooseBucket, loose("config"), []string{"acme-config-x", "config-bucket-123"}, "config-bucket-123", nil},
		"the one that has the words in one piece": {ChooseBucket, loose("data lake"), []string{"data-for-the-lake", "acme-datalake-raw"}, "acme-datalake-raw", nil},
		"the only one that has the words apart":   {ChooseBucket, loose("baker evidence"), []string{"baker221b-bucketsevidence"}, "baker221b-bucketsevidence", nil},
		"several buckets that contain it":         {ChooseBucket, loose("config"), []string{"b-config", "a-config"}, "", []string{"a-config", "b-config"}},
		"a user in sound":                         {ChooseUser, loose("bert jan"), []string{"bert-jan", "bert-jan-admin"}, "bert-jan", nil},
		"the only user that contains it":          {ChooseUser, loose("bert"), []string{"bert-jan"}, "", []string{"bert-jan"}},
		"two users in sound":                      {ChooseUser, loose("bert jan"), []string{"BertJan", "bert-jan"}, "", []string{"BertJan", "bert-jan"}},
	} {
		t.Run(name, func(t *testing.T) {
			chosen, candidates := test.choose(test.said, test.found)
			if chosen != test.chosen || !cmp.Equal(candidates, test.candidates) {
				t.Errorf("got %q and %q, want %q and %q", chosen, candidates, test.chosen, test.candidates)
			}
		})
	}
}

func TestAnAccessKeyIsKnownByItsEnd(t *testing.T) {
	for heard, want := range map[string]string{
		"ABCD": "ABCD", "a b c d": "ABCD", "A. B. C. 1.": "ABC1", "AKIAIOSFODNN7EXAMPLE": "7EXAMPLE", "ｗｘｙ１": "WXY1",
		"a. k. i. a. x y z 1 2": "KIAXYZ12", "a. b. c. one": "ABC1", "seven e. x. a. m. p. l. e.": "7EXAMPLE", "q. nine w. e.": "Q9WE",
		"A S I A five F L Z V X four O P V K K V B M X": "PVKKVBMX", "x y z 一": "XYZ1", "stone": "STONE",
	} {
		if got, err := AccessKeySuffix(heard); err != nil || got != want {
			t.Errorf("%q is %q, want %q (%v)", heard, got, want, err)
		}
	}
	for _, heard := range []string{"", "abc", "あいうえお", "a\nbcd"} {
		if got, err := AccessKeySuffix(heard); !errors.As(err, new(*NameError)) {
			t.Errorf("%q is %q, %v", heard, got, err)
		}
	}
}

func TestAnActionIsKnownByItsIDItsWordsOrItsEvent(t *testing.T) {
	for _, test := range []struct{ id, heard, want, event string }{
		{"", "", "used", ""},
		{"deleted", "gobbled", "deleted", "DeleteObjects"},
		{"", "deleted", "deleted", "DeleteBucket"},
		{"", "Ate", "deleted", "DeleteObject"},
		{"", "食べた", "deleted", "DeleteObject"},
		{"", "made public", "opened", "PutBucketPolicy"},
		{"", "公開した", "opened", "PutBucketAcl"},
		{"", "read", "read", "GetObject"},
		{"", "DeleteBucketPolicy", "", "DeleteBucketPolicy"},
		{"", "delete bucket policy", "", "DeleteBucketPolicy"},
		{"", "delete-bucket-policy", "", "DeleteBucketPolicy"},
		{"unknown", "GetBucketAcl", "", "GetBucketAcl"},
		{"", "deleted the bucket policy of", "", "DeleteBucketPolicy"},
		{"", "ポリシーを変更した", "", "PutBucketPolicy"},
		{"", "created", "", "CreateBucket"},
	} {
		a, ok := BucketAction(test.id, test.heard)
		if !ok || a.ID != test.want || test.event != "" && !contains(a.EventNames, test.event) {
			t.Errorf("%q %q is %+v, %v", test.id, test.heard, a, ok)
		}
	}
	for _, heard := range []string{"danced with", "'; --", "TerminateInstances"} {
		if a, ok := BucketAction("", heard); ok {
			t.Errorf("%q is %+v", heard, a)
		}
	}
	for heard, want := range map[string]string{
		"CreateBucket": "CreateBucket", "create bucket": "CreateBucket", "TerminateInstances": "TerminateInstances",
		"console login": "ConsoleLogin", "delete secret": "DeleteSecret",
	} {
		a, ok := UserAction("", heard)
		if !ok || a.ID != "" || !contains(a.EventNames, want) {
			t.Errorf("%q is %+v, %v", heard, a, ok)
		}
	}
	for heard, want := range map[string]string{"delete": "deleted", "削除した": "deleted", "do": "used", "created": "created", "shut down": "stopped"} {
		if a, ok := UserAction("", heard); !ok || a.ID != want {
			t.Errorf("%q is %+v, %v", heard, a, ok)
		}
	}
	if a, ok := UserAction("", "sing a song"); ok {
		t.Errorf("it is %+v", a)
	}
}

// TestEating is what the skill is about: a policy's or a tag's deletion eats
// nothing.
func TestEating(t *testing.T) {
	a, _ := BucketAction("deleted", "")
	if !cmp.Equal(a.EventNames, []string{"DeleteBucket", "DeleteObject", "DeleteObjects"}) || a.Prefixes != nil {
		t.Errorf("%+v", a)
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

func TestAServiceIsKnownByItsNames(t *testing.T) {
	for heard, want := range map[string]string{
		"s3": "s3.amazonaws.com", "S. three": "s3.amazonaws.com", "I. A. M.": "iam.amazonaws.com", "iam": "iam.amazonaws.com",
		"e c two": "ec2.amazonaws.com", "EC2": "ec2.amazonaws.com", "Amazon S3": "s3.amazonaws.com", "aws config": "config.amazonaws.com",
		"k m s": "kms.amazonaws.com", "secrets manager": "secretsmanager.amazonaws.com", "route fifty three": "route53.amazonaws.com",
		"health.amazonaws.com": "health.amazonaws.com", "new-thing.amazonaws.com": "new-thing.amazonaws.com", "ｓ３": "s3.amazonaws.com",
	} {
		if got, ok := Service(heard); !ok || got != want {
			t.Errorf("%q is %q, want %q", heard, got, want)
		}
	}
	for _, heard := range []string{"", "the fridge", "evil.com", "x'.amazonaws.com"} {
		if got, ok := Service(heard); ok {
			t.Errorf("%q is %q", heard, got)
		}
	}
}

func TestANicknameIsABucketOrAUser(t *testing.T) {
	n, err := ParseNicknames(" pudding = s3://crumb-and-spoon-fridge/puddings/ ; menu=s3://crumbs/menu.md;fridge=s3://crumb-and-spoon-fridge;プリン=s3://crumb-and-spoon-fridge/puddings/; bert = user:bert-jan;")
	if err != nil {
		t.Fatal(err)
	}
	for heard, object := range map[string]lake.Object{
		"pudding": {Key: "puddings/", Prefix: true}, "my pudding": {Key: "puddings/", Prefix: true}, "The Pudding": {Key: "puddings/", Prefix: true},
		"プリン": {Key: "puddings/", Prefix: true}, "私のプリン": {Key: "puddings/", Prefix: true}, "menu": {Key: "menu.md"}, "the fridge bucket": {},
	} {
		bucket, got, ok := n.Bucket(heard)
		if !ok || got != object || bucket.Loose {
			t.Errorf("%q is %+v %+v, %v", heard, bucket, got, ok)
		}
	}
	if user, ok := n.User("Bert"); !ok || user.Said != "bert-jan" {
		t.Errorf("bert is %+v, %v", user, ok)
	}
	if _, _, ok := n.Bucket("bert"); ok {
		t.Error("a user is taken for a bucket")
	}
	if _, _, ok := (Nicknames{}).Bucket("pudding"); ok {
		t.Error("no nicknames have one")
	}
	for _, wrong := range []string{"pudding", "pudding=", "=s3://x", "pudding=http://x", "pudding=s3://", "bert=user:", "pudding=s3:///x"} {
		if _, err := ParseNicknames(wrong); err == nil || !strings.Contains(err.Error(), "nickname") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestAnObjectIsTakenAsItIs(t *testing.T) {
	for heard, want := range map[string]string{" archive/ring.txt ": "archive/ring.txt", "ring txt": "ring txt", "it's": "it's", "プリン.png": "プリン.png"} {
		if got, err := Object(heard); err != nil || got != (lake.Object{Key: want}) {
			t.Errorf("%q is %+v, %v", heard, got, err)
		}
	}
	for _, heard := range []string{"", "\x07", strings.Repeat("k", 1025), "\xff"} {
		if got, err := Object(heard); !errors.As(err, new(*NameError)) {
			t.Errorf("%.20q is %+v, %v", heard, got, err)
		}
	}
}

func FuzzWhatIsHeardNeverPanics(f *testing.F) {
	for _, s := range []string{"the config bucket", "bert-jan", "A. B. C. one", "pudding=s3://x/y;b=user:z", "削除した", "'; --"} {
		f.Add(s)
		f.Add(strings.Repeat(s+" ", 1000/len(s)))
	}
	f.Fuzz(func(t *testing.T, heard string) {
		if n, err := BucketName(heard); err == nil && Fold(n.Said) == "" {
			t.Fatalf("%+v", n)
		}
		if n, err := UserName(heard); err == nil && Fold(n.Said) == "" {
			t.Fatalf("%+v", n)
		}
		if k, err := AccessKeySuffix(heard); err == nil && (len(k) < 4 || len(k) > 8) {
			t.Fatalf("%q", k)
		}
		if s, ok := Service(heard); ok && !eventSource.MatchString(s) {
			t.Fatalf("%q", s)
		}
		if a, ok := UserAction("", heard); ok && a.ID == "" && !writtenEvent.MatchString(a.EventNames[0]) {
			t.Fatalf("%+v", a)
		}
		BucketAction("", heard)
		if kind, ok := ResourceTypeOf("", heard); ok && kind.ID == "" {
			t.Fatalf("%q is a kind without an id", heard)
		}
		_, _ = Object(heard)
		if n, err := ParseNicknames(heard); err == nil {
			n.Bucket(heard)
		}
	})
}
