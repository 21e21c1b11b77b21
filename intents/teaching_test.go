package intents_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"pudding/booth"
)

// taught are the values that a response teaches, by slot type, and how many values
// and synonyms they are.
func taught(t *testing.T, response []byte) (byType map[string]map[string]string, count int) {
	t.Helper()
	var r struct {
		Response struct {
			Directives []struct {
				Type           string `json:"type"`
				UpdateBehavior string `json:"updateBehavior"`
				Types          []struct {
					Name   string `json:"name"`
					Values []struct {
						ID   string `json:"id"`
						Name struct {
							Value    string   `json:"value"`
							Synonyms []string `json:"synonyms"`
						} `json:"name"`
					} `json:"values"`
				} `json:"types"`
			} `json:"directives"`
		} `json:"response"`
	}
	if err := json.Unmarshal(response, &r); err != nil {
		t.Fatal(err)
	}
	byType = map[string]map[string]string{}
	for _, d := range r.Response.Directives {
		if d.Type != "Dialog.UpdateDynamicEntities" {
			continue
		}
		for _, of := range d.Types {
			byType[of.Name] = map[string]string{}
			for _, v := range of.Values {
				byType[of.Name][v.Name.Value] = v.ID
				count += 1 + len(v.Name.Synonyms)
			}
		}
	}
	return byType, count
}

func TestTheNamesThatExistAreTaughtOnceASession(t *testing.T) {
	w := newWorld(t)
	session := &booth.Session{SkillID: skillID, Locale: "en-US", Endpoint: w.url}
	turn := func(intent string, slots map[string]string) []byte {
		envelope, err := session.Launch(now)
		if intent != "" {
			envelope, err = session.Intent(now, intent, nil, slots)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, response, err := w.booth.Call(t.Context(), envelope)
		if err != nil {
			t.Fatal(err)
		}
		if err := session.Heard(response); err != nil {
			t.Fatal(err)
		}
		return response
	}
	if names, _ := taught(t, turn("WhoUsedBucketIntent", nil)); len(names) > 0 {
		t.Errorf("with a question for a slot came %v", names)
	}
	names, n := taught(t, turn("", nil))
	for of, want := range map[string]map[string]string{
		"Bucket": {"pudding": "pudding", "crumb and spoon recipes": "crumb-and-spoon-recipes", "leftovers one": "leftovers-1"},
		"User":   {"mei tanaka": "mei.tanaka", "jonas": "jonas"},
		"Role":   {"backup role": "BackupRole"},
	} {
		for said, id := range want {
			if names[of][said] != id {
				t.Errorf("%s: %q is %q, want %q", of, said, names[of][said], id)
			}
		}
	}
	if n > 100 {
		t.Errorf("%d values and synonyms", n)
	}
	if names, _ := taught(t, turn("AMAZON.HelpIntent", nil)); len(names) > 0 {
		t.Errorf("they are taught again: %v", names)
	}
	if names, _ := taught(t, turn("AMAZON.StopIntent", nil)); len(names) > 0 {
		t.Errorf("with the last word came %v", names)
	}
}

func TestNoMoreIsTaughtThanAlexaLearns(t *testing.T) {
	s, _ := skillWith(nil)
	var users []string
	for n := range 500 {
		users = append(users, fmt.Sprintf("user.number%d", n))
	}
	s.Directory = knowing(t, users...)
	out, err := s.Invoke(t.Context(), envelope(`"type":"LaunchRequest"`))
	if err != nil {
		t.Fatal(err)
	}
	if names, n := taught(t, out); n > 100 || len(names["User"]) < 40 {
		t.Errorf("%d values and synonyms, of %d users", n, len(names["User"]))
	}
}
