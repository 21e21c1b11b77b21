package utterance

import "pudding/internal/lazyregexp"

const liesAhead = "lies ahead, and nothing can have happened then"

// englishDoubts are what can't be told without a guess. Words that a name may
// have are meant only where a name has none: at its end, or behind a preposition.
var englishDoubts = []doubt{
	{lazyregexp.New(` (?:on|from|to|since|until|between|and|before) [0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})? `), "may begin with the day or with the month: say july tenth 2023, or 2023-07-10"},
	{lazyregexp.New(` (?:next (?:[a-z]+day|week|weekend|month|quarter|year)|tomorrow) $`), liesAhead},
	{lazyregexp.New(` tonight $`), "may be the night to come: say last night, or this evening"},
	{lazyregexp.New(` (?:recently|lately|the other day|a while ago|earlier|just now) $`), "is no certain time: say in the last two hours, or three days ago"},
	{lazyregexp.New(` (?:a few|few|several|some) (?:second|minute|hour|day|week|month|year)s `), "is no certain time: say in the last two hours, or three days ago"},
	{lazyregexp.New(` (?:an?|[a-z0-9]+) (?:second|minute|hour)s? ago `), "is a moment, and not a day: say in the last two hours"},
	{lazyregexp.New(` (?:at|around|before|after|since|until|during) (?:lunch ?time|tea ?time|dawn|dusk|sunrise|sunset|business hours|office hours) `), "is no certain time: say between noon and one p.m."},
	{lazyregexp.New(` (?:at|in|by|since|until|from|towards?) the (?:beginning|start|middle|end|first half|second half) of `), "is no certain time: say from july first to july tenth"},
}
