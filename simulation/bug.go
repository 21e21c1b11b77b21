package simulation

// bug is a mistake that the tests put into the skill, or into a service, to see
// that the report shows it.
type bug string

const (
	answersLate     bug = "answers late"
	forgetsCases    bug = "forgets cases"
	mixesUpPeople   bug = "mixes up people"
	startsTwice     bug = "starts a query twice"
	ignoresBudget   bug = "ignores the budget of calls"
	tooManyAtOnce   bug = "a service that lets too many queries run"
	speaksTooLate   bug = "speaks after the answer"
	neverInTurn     bug = "a service that never answers in a turn"
	neverLeads      bug = "asks no quick source"
	fineWeatherOnly bug = "nothing ever goes wrong"
)
