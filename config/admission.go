package config

import (
	"fmt"
	"strconv"

	"pudding/intents"
)

// Admission is who may ask, what they must give for it, and how often they may.
type Admission struct {
	Askers             intents.Askers
	Proofs             intents.Proofs
	QuestionsPerMinute int // of one asker; 0 for any number
}

// ReadAdmission reads ASKERS, NEEDS_VOICE, NEEDS_PIN and QUESTIONS_PER_MINUTE alone.
// The error is Mistakes.
func ReadAdmission(getenv func(string) string) (Admission, error) {
	var mistakes Mistakes
	a := readAdmission(getenv, &mistakes)
	if mistakes != nil {
		return a, mistakes
	}
	return a, nil
}

func readAdmission(getenv func(string) string, mistakes *Mistakes) (a Admission) {
	var err error
	a.Askers, err = intents.ParseAskers(getenv("ASKERS"))
	mistakes.check("ASKERS", wrong(err))
	a.Proofs = parseProofs(getenv, mistakes)
	a.QuestionsPerMinute, err = questionsPerMinute(getenv("QUESTIONS_PER_MINUTE"))
	mistakes.check("QUESTIONS_PER_MINUTE", err)
	return a
}

// parseProofs reads the two variables, of which either may be wrong.
func parseProofs(getenv func(string) string, mistakes *Mistakes) intents.Proofs {
	voice, pin := getenv("NEEDS_VOICE"), getenv("NEEDS_PIN")
	_, err := intents.ParseProofs(voice, "")
	mistakes.check("NEEDS_VOICE", err)
	_, err = intents.ParseProofs("", pin)
	mistakes.check("NEEDS_PIN", err)
	proofs, _ := intents.ParseProofs(voice, pin) // its error is told
	return proofs
}

func questionsPerMinute(limit string) (int, error) {
	if limit == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(limit)
	if err != nil || n < 1 || n > 1000 {
		return 0, fmt.Errorf("is %q: it should be how many questions one asker may ask, from 1 to 1000, or empty for any number", limit)
	}
	return n, nil
}
