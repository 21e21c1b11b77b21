package doctor

import "fmt"

// spoken is how answers are put.
func (e *examination) spoken() {
	if !e.mistakes.Of("TIME_ZONE") {
		e.say(Fine, "time zone", fmt.Sprintf("is %s, where a device doesn't tell its own", e.config.Zone), "")
	}
	if !e.mistakes.Of("SPOKEN_DETAIL") {
		e.say(Fine, "spoken detail", fmt.Sprintf("is %s", e.config.Detail), "")
	}
}

// asking is who may ask, and how often.
func (e *examination) asking() {
	c := e.config
	if !e.mistakes.Of("SKILL_ID") {
		e.say(Fine, "skill", "is "+c.SkillID, "")
	}
	switch {
	case e.mistakes.Of("ASKERS"):
	case !c.Askers.Restricted():
		e.say(Odd, "askers", "are all who can open the skill", "set ASKERS to pairing, and add who asks")
	case !c.Askers.Paired():
		e.say(Odd, "askers", "are none as yet: nobody is answered", "ask something: a card in your Alexa app then has the fingerprint that goes into ASKERS")
	default:
		e.say(Fine, "askers", "are those that ASKERS lists", "")
	}
	if c.QuestionsPerMinute == 0 && !e.mistakes.Of("QUESTIONS_PER_MINUTE") {
		e.say(Odd, "questions", "may be asked as often as one likes: each may be a query, which costs", "set QUESTIONS_PER_MINUTE")
	}
}
