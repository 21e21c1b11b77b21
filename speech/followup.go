package speech

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"pudding/attribution"
	"pudding/lake"
)

// maxMore is how many actions and addresses are named where somebody asks for
// more.
const maxMore = 5

// More tells all about the first suspect: what was done, from where, with what.
func (v *Voice) More(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time) Answer {
	return v.aboutFirst(q, verdict, zone, now, func(t telling, s attribution.Suspect) []markup {
		var actions []string
		for _, name := range s.TopActions()[:min(maxMore, len(s.Actions))] {
			actions = append(actions, string(t.text("More.action", with{"Event": t.event(name), "Times": t.times(s.Actions[name])})))
		}
		out := []markup{t.text("More.actions", with{"Who": t.same(s.Actor), "Actions": markup(t.join(actions))})}
		out = append(out, t.setbacks(s)...)
		if t.detail == Full {
			out = append(out, t.from(s))
		}
		if programs := t.programs(s); len(programs) > 0 {
			out = append(out, t.text("More.agents", with{"Agents": t.list(programs, "List.and")}))
		}
		return out
	})
}

// Others tells of the suspects but the first.
func (v *Voice) Others(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time) Answer {
	return v.aboutFirst(q, verdict, zone, now, func(t telling, _ attribution.Suspect) []markup {
		all := verdict.Suspects
		if len(all) == 0 {
			all = verdict.Services
		}
		if len(all) == 1 {
			return []markup{t.text("More.nobodyElse", nil)}
		}
		out := []markup{t.text("More.others", nil)}
		for i := range all[1:min(1+maxMore, len(all))] {
			out = append(out, t.another(all, i+1))
		}
		if more := len(all) - 1 - maxMore; more > 0 {
			out = append(out, t.counted("Verdict.more", more))
		}
		return out
	})
}

// From tells from where the first suspect came.
func (v *Voice) From(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time) Answer {
	return v.aboutFirst(q, verdict, zone, now, func(t telling, s attribution.Suspect) []markup { return []markup{t.from(s)} })
}

// When tells when the first suspect did it, the first time and the last.
func (v *Voice) When(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time) Answer {
	return v.aboutFirst(q, verdict, zone, now, func(t telling, s attribution.Suspect) []markup {
		id, fill := "More.between", with{"Who": t.same(s.Actor), "First": t.moment(s.First), "Last": t.moment(s.Last)}
		if t.moment(s.First) == t.moment(s.Last) {
			id = "More.once"
		}
		return []markup{t.text(id, fill)}
	})
}

// Behind tells who is behind the first suspect.
func (v *Voice) Behind(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time) Answer {
	return v.aboutFirst(q, verdict, zone, now, func(t telling, s attribution.Suspect) []markup {
		self := s.Actor
		self.Behind = nil
		fill := with{"Who": t.alone(t.same(self))}
		var names []string
		for _, name := range s.Behind {
			names = append(names, t.personBehind(name))
		}
		switch last := len(names) - 1; {
		case last < 0:
			return []markup{t.text("More.itself", fill)}
		case last == 0:
			fill["Name"] = names[0]
			return []markup{t.text("More.behind", fill)}
		default:
			fill["Name"], fill["Via"] = names[last], t.list(names[:last], "List.and")
			return []markup{t.text("More.chain", fill)}
		}
	})
}

// Sent says that there is a card, which is a verdict's.
func (v *Voice) Sent(verdict Answer) Answer {
	verdict.SSML = v.document(v.text("Verdict.anythingElse", nil), v.text("More.sent", nil))
	return verdict
}

// GoOn asks for the next question.
func (v *Voice) GoOn() Answer { return v.ask("More.goOn", "Say.example") }

// NothingToFollow is said where there was no answer to go on with.
func (v *Voice) NothingToFollow() Answer { return v.ask("More.nothingToFollow", "Say.example") }

// aboutFirst tells something of the first suspect, where there is one.
func (v *Voice) aboutFirst(q lake.Question, verdict attribution.Verdict, zone *time.Location, now time.Time, tell func(telling, attribution.Suspect) []markup) Answer {
	t := telling{calendar: calendar{v, zone, now}, q: q, verdict: verdict}
	suspects := append(verdict.Suspects[:len(verdict.Suspects):len(verdict.Suspects)], verdict.Services...)
	if len(suspects) == 0 {
		return t.answer([]markup{t.text("More.nobody", nil)})
	}
	return t.answer(tell(t, suspects[0]))
}

func (c calendar) moment(at time.Time) markup {
	return c.text("More.moment", with{"Day": c.day(at), "Time": c.clock(at)})
}

// from is where a suspect came from. Where addresses are not said, it says so.
func (t telling) from(s attribution.Suspect) markup {
	isHidden := func(a string) bool { return t.detail == Counts || !isPlace(a) }
	if t.detail != Full && slices.ContainsFunc(s.Addresses, isHidden) {
		return t.text("More.fromHidden", nil)
	}
	var places []string
	for _, a := range s.Addresses {
		if place := string(t.address(a)); !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	if len(places) == 0 {
		return t.text("More.fromNowhere", with{"Who": t.alone(t.same(s.Actor))})
	}
	if more := len(places) - maxSpoken; more > 0 {
		places = append(places[:maxSpoken:maxSpoken], string(t.counted("More.addresses", more)))
	}
	return t.text("More.from", with{"Who": t.who(s.Actor), "Addresses": markup(t.join(places))})
}

// inside is what CloudTrail has for an address within AWS.
const inside = "AWS Internal"

// isPlace reports whether an address is no address, but AWS or a service of its.
func isPlace(a string) bool {
	name, isService := strings.CutSuffix(a, ".amazonaws.com")
	return a == inside || isService && withoutIDs(name) == name
}

// address is an address as it is said: its numbers, or the service that called.
func (v *Voice) address(a string) markup {
	if v.detail == Counts || v.detail == NoIDs && !isPlace(a) {
		return v.text("Hidden.address", nil)
	}
	if _, err := netip.ParseAddr(a); err == nil {
		return escape(a)
	}
	if a == inside {
		return v.text("More.inside", nil)
	}
	return v.text("Who.service", with{"Name": service(a)})
}

// whoAlone is an actor where the sentence does not go on.
func (v *Voice) whoAlone(a attribution.Actor) markup { return v.alone(v.who(a)) }

func (v *Voice) alone(who markup) markup { return markup(strings.TrimSuffix(string(who), ",")) }

// programs are what a suspect's user agents call themselves.
func (t telling) programs(s attribution.Suspect) []string {
	var out []string
	for _, agent := range s.Agents {
		name, _, _ := strings.Cut(strings.Trim(agent, "[]"), "/")
		name, _, _ = strings.Cut(name, " ")
		if name == "Mozilla" { // which every browser says it is
			name = string(t.text("More.browser", nil))
		}
		if name = t.spoken(name); name != "" && !strings.Contains(name, "amazonaws") && !slices.Contains(out, name) && len(out) < maxSpoken {
			out = append(out, name)
		}
	}
	return out
}

// join is a list of what is markup already.
func (v *Voice) join(parts []string) string {
	comma, and := v.plain("List.comma", nil), v.plain("List.and", nil)
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], comma) + and + parts[last]
}

// personBehind is who is behind a session: a person, another session, or a service.
func (v *Voice) personBehind(name string) string {
	switch {
	case strings.HasPrefix(name, "account "):
		return v.plain("Who.account", nil)
	case v.detail == Counts && name == "root":
		return v.plain("Who.root", nil)
	case v.detail == Counts:
		return v.plain(kindBehind(name)+".first", nil)
	}
	if strings.HasSuffix(name, ".amazonaws.com") {
		return v.service(name)
	}
	if role, session, ok := strings.Cut(name, "/"); ok {
		both := v.machineName(role) + " " + v.machineName(session)
		if v.detail == Full {
			return both
		}
		return v.shownOr(strings.TrimSpace(both), "Hidden.role.first")
	}
	return v.shownOr(v.spoken(name), "Who.numbered")
}

// kindBehind is the message for who is behind a session, without its form.
func kindBehind(name string) string {
	switch {
	case strings.HasSuffix(name, ".amazonaws.com"):
		return "Hidden.service"
	case strings.Contains(name, "/"), strings.HasPrefix(name, "account "):
		return "Hidden.role"
	default:
		return "Hidden.person"
	}
}
