package cases

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"pudding/lake"
)

// Asker is what a person is known by in a Store: a hash of the id that Alexa
// has for the person, or for the account where the voice was not recognised.
// The id itself is kept nowhere.
func Asker(skillID, id string) string {
	sum := sha256.Sum256([]byte("asker\x00" + skillID + "\x00" + id))
	return hex.EncodeToString(sum[:16])
}

// Fingerprint is the beginning of what an asker is known by: enough to tell the
// askers of a skill apart, and too little to find the id.
func Fingerprint(skillID, id string) string { return Asker(skillID, id)[:16] }

// keyOf is what questions have in common that may be the same: all but the
// moments that their periods begin and end at, which may depend on when they
// were asked.
func keyOf(q lake.Question) string {
	b, err := json.Marshal(struct {
		Template  lake.Template
		Arguments lake.Arguments
		Heard     string
	}{q.Template, q.Arguments, q.Period.Heard})
	if err != nil {
		panic("cases: a question that is no JSON: " + err.Error()) // its types allow none
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}
