package ask

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// identity is which skill is meant and who asks, in both of the places where an
// envelope says so. It is as Amazon documents it, or else there is none: the rest of
// an envelope may have odd things in it.
type identity struct {
	Session *struct { // nil where a request has none
		Application application `json:"application"`
		User        user        `json:"user"`
	} `json:"session"`
	Context struct {
		System struct {
			Application application `json:"application"`
			User        user        `json:"user"`
			Person      struct {
				PersonID string `json:"personId"`
			} `json:"person"`
		} `json:"System"`
	} `json:"context"`
}

type application struct {
	ApplicationID string `json:"applicationId"`
}

type user struct {
	UserID string `json:"userId"`
}

func identityOf(payload []byte) (i identity, err error) {
	if err := json.Unmarshal(payload, &i); err != nil {
		return i, fmt.Errorf("reading who asks: %w", err)
	}
	if s := i.Session; s != nil && s.User.UserID != "" && i.Context.System.User.UserID != "" && s.User != i.Context.System.User {
		return i, errors.New("reading who asks: the session is of one account, and the context of another")
	}
	return i, nil
}

// isFor reports whether a skill is meant: each place that names one must name it.
func (i identity) isFor(skill string) bool {
	named := []string{i.Context.System.Application.ApplicationID}
	if i.Session != nil {
		named = append(named, i.Session.Application.ApplicationID)
	}
	named = slices.DeleteFunc(named, func(id string) bool { return id == "" })
	return len(named) > 0 && !slices.ContainsFunc(named, func(id string) bool { return id != skill })
}

// userID is the account's, in a session or outside.
func (i identity) userID() string {
	if id := i.Context.System.User.UserID; id != "" || i.Session == nil {
		return id
	}
	return i.Session.User.UserID
}
