package speech

// lastUse is what IAM itself has to add to what the events tell of a user. It
// tells of a key, not of who used it; and of a service, not whether the user was
// let in.
func (t telling) lastUse() []markup {
	use := t.verdict.LastUse
	if use == nil {
		return nil
	}
	fill := with{"Name": t.person(use.User)}
	switch {
	case use.Unknown && t.withheld(t.spoken(use.User)):
		return []markup{t.text("LastUse.unknownPerson", nil)}
	case use.Unknown:
		fill["Name"] = t.spoken(use.User)
		return []markup{t.text("LastUse.unknown", fill)}
	case use.At.IsZero():
		return []markup{t.text("LastUse.never", fill)}
	}
	fill["Moment"], fill["Service"] = t.moment(use.At), t.service(use.Service)
	id := "LastUse.service"
	switch {
	case use.By == "password":
		id = "LastUse.password"
	case use.By == "key" && use.Service == "":
		id = "LastUse.bareKey"
	case use.By == "key":
		id = "LastUse.key"
	}
	return []markup{t.text(id, fill)}
}
