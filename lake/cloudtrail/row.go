package cloudtrail

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"pudding/lake"
)

// timeLayout is how results show a timestamp; its zone is always UTC.
const timeLayout = "2006-01-02 15:04:05.999"

// finding reads one result row, a list of one-key maps. A NULL may come as an
// empty text, as the word null, or not at all: which is not documented.
func finding(row []map[string]string) (lake.Finding, error) {
	column := map[string]string{}
	for _, cell := range row {
		for label, value := range cell {
			if value != "null" {
				column[strings.ToLower(label)] = value
			}
		}
	}
	count, err := strconv.Atoi(column["events"])
	if err != nil {
		return lake.Finding{}, fmt.Errorf("the count of events: %w", err)
	}
	first, err := time.Parse(timeLayout, column["first_time"])
	if err != nil {
		return lake.Finding{}, fmt.Errorf("the time of the first event: %w", err)
	}
	last, err := time.Parse(timeLayout, column["last_time"])
	if err != nil {
		return lake.Finding{}, fmt.Errorf("the time of the last event: %w", err)
	}
	var created time.Time
	if column["session_created"] != "" {
		if created, err = time.Parse(timeLayout, column["session_created"]); err != nil {
			return lake.Finding{}, fmt.Errorf("the time of the session's creation: %w", err)
		}
	}
	f := lake.Finding{
		Identity: lake.Identity{
			Type:             column["identity_type"],
			PrincipalID:      column["principal_id"],
			ARN:              column["identity_arn"],
			AccountID:        column["account_id"],
			UserName:         column["user_name"],
			IssuerType:       column["issuer_type"],
			IssuerARN:        column["issuer_arn"],
			IssuerUserName:   column["issuer_user_name"],
			SourceIdentity:   column["source_identity"],
			InvokedBy:        column["invoked_by"],
			IdentityProvider: column["identity_provider"],
			OnBehalfOf:       column["on_behalf_of"],
			KeyEnd:           column["key_end"],
			SessionCreated:   created,
			EC2RoleDelivery:  column["ec2_role_delivery"],
		},
		Subject:     column["subject"],
		EventName:   column["event_name"],
		EventSource: column["event_source"],
		ErrorCode:   column["error_code"],
		Detail:      column["detail"],
		Count:       count,
		First:       first,
		Last:        last,
	}
	if column["addresses"] != "" {
		f.Addresses = strings.Split(column["addresses"], "|")
	}
	if column["shared_events"] != "" {
		f.SharedEvents = strings.Split(column["shared_events"], "|")
	}
	if column["agents"] != "" {
		f.Agents = strings.Split(column["agents"], " | ")
	}
	return f, nil
}
