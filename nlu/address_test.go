package nlu

import "testing"

func TestAnAddressIsReadAsItIsSpoken(t *testing.T) {
	for heard, want := range map[string]string{
		"3.225.16.109": "3.225.16.109",
		"three dot two two five dot sixteen dot one oh nine":                     "3.225.16.109",
		"ten dot eight dot eight dot ten":                                        "10.8.8.10",
		"one ninety two dot one sixty eight dot ten dot twenty":                  "192.168.10.20",
		"one hundred ninety two point one hundred sixty eight point one point 1": "192.168.1.1",
		"two hundred and three dot zero dot one hundred thirteen dot seven":      "203.0.113.7",
		"one hundred and five dot zero dot zero dot one hundred":                 "105.0.0.100",
		"10 dot 248 dot 16 dot 43":                                               "10.248.16.43",
		"2001:db8::1":                                                            "2001:db8::1",
		"ec2.amazonaws.com":                                                      "ec2.amazonaws.com",
		"１０．８．８．１０":                                                              "10.8.8.10",
		"一九二ドット一六八ドット一〇ドット二〇":                                                    "192.168.10.20",
	} {
		if got, err := Address(heard); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", heard, got, err, want)
		}
	}
	for _, heard := range []string{"", "somewhere", "three dot four", "999.1.1.1", "fe80::1%eth0", "1.2.3.4' OR 1=1", "twenty twenty twenty dot 1 dot 1 dot 1"} {
		if got, err := Address(heard); err == nil {
			t.Errorf("%q is taken for %q", heard, got)
		}
	}
}

func FuzzAnAddressIsOneOrNone(f *testing.F) {
	f.Add("three dot two two five dot sixteen dot one oh nine")
	f.Fuzz(func(t *testing.T, heard string) {
		if a, err := Address(heard); err == nil {
			if again, err := Address(a); err != nil || again != a {
				t.Errorf("%q is %q, which is %q, %v", heard, a, again, err)
			}
		}
	})
}
