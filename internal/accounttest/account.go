// Package accounttest is an AWS account, for tests: the endpoints of its services
// at one address, which let each caller do what the caller's role allows, by action
// and resource, and refuse the rest as AWS does.
package accounttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Number is the account's.
const Number = "123456789012"

// Account is an account. Its fields are not to be changed while it is called.
type Account struct {
	URL string // where it is served

	// Callers are the roles of who calls, by the ids of their access keys.
	Callers map[string]Role
	// Roles are those that IAM knows, by ARN.
	Roles map[string]Role
	// Boundary and Organization bound what Roles may do, nil for not at all: the
	// roles' permissions boundary, and the policies of the account's organization.
	Boundary, Organization Role

	EventDataStore string       // the id of the only one
	Trail          http.Handler // CloudTrail's API
	Key            string       // the ARN of the KMS key that encrypts the event data store; empty for the service's own
	Tables         http.Handler // DynamoDB's API

	Users, Buckets []string // a user has one access key, AccessKey

	mu            sync.Mutex
	used, refused Role
}

// AccessKey is the id of a user's access key.
const AccessKey = "AKIAIOSFODNN7EXAMPLE"

// Used are the permissions that calls have made use of, of all callers: those of
// their roles, as they are written there.
func (a *Account) Used() Role {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.used)
}

// Refused are the permissions that callers would have needed.
func (a *Account) Refused() Role {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.refused)
}

// call is a call, as far as it is judged by.
type call struct {
	service, action, region string
	caller                  Role
	body                    []byte
}

// scope is where a signed request names its caller, region and service (AWS IAM
// User Guide, "Elements of an AWS API request signature").
var scope = regexp.MustCompile(`Credential=([^/]+)/\d{8}/([a-z0-9-]+)/([a-z0-9]+)/aws4_request`)

func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(2 * time.Millisecond) // the SDK closes a request's body too early where the answer comes at once
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	signed := scope.FindStringSubmatch(r.Header.Get("Authorization"))
	if signed == nil {
		http.Error(w, "the request is not signed", http.StatusForbidden)
		return
	}
	c := call{service: signed[3], region: signed[2], body: body}
	var known bool
	if c.caller, known = a.Callers[signed[1]]; !known {
		refuse(w, c, http.StatusForbidden, "UnrecognizedClientException", "The security token included in the request is invalid.")
		return
	}
	switch c.service {
	case "cloudtrail":
		c.action = action(r)
		a.trail(w, r, c)
	case "dynamodb":
		c.action = action(r)
		a.table(w, r, c)
	case "s3":
		c.action = "ListAllMyBuckets"
		a.buckets(w, c)
	default:
		a.query(w, c)
	}
}

// action is the operation that a call in the protocol AWS JSON names.
func action(r *http.Request) string {
	target := r.Header.Get("X-Amz-Target")
	return target[strings.LastIndexByte(target, '.')+1:]
}

// may reports whether the caller may do something, and answers who may not.
func (a *Account) may(w http.ResponseWriter, c call, p Permission) bool {
	if a.allows(c, p) {
		return true
	}
	refuse(w, c, http.StatusForbidden, denial[c.service], fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s", callerARN, p.Action, p.Resource))
	return false
}

// allows reports whether the caller may do something, and takes note of it.
func (a *Account) allows(c call, p Permission) bool {
	by := c.caller.allowing(p)
	a.mu.Lock()
	defer a.mu.Unlock()
	if by < 0 {
		a.refused = append(a.refused, p)
		return false
	}
	if !slices.Contains(a.used, c.caller[by]) {
		a.used = append(a.used, c.caller[by])
	}
	return true
}

const callerARN = "arn:aws:sts::" + Number + ":assumed-role/Pudding/x"

// denial is how the services call a refusal.
var denial = map[string]string{"cloudtrail": "AccessDeniedException", "dynamodb": "AccessDeniedException", "iam": "AccessDenied", "s3": "AccessDenied"}

// refuse answers with an error, in the service's own protocol.
func refuse(w http.ResponseWriter, c call, status int, code, message string) {
	switch c.service {
	case "cloudtrail", "dynamodb":
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"__type": code, "message": message})
	case "s3":
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(status)
		fmt.Fprintf(w, `<Error><Code>%s</Code><Message>%s</Message></Error>`, code, message)
	default:
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(status)
		fmt.Fprintf(w, `<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>`, code, message)
	}
}

var from = regexp.MustCompile(`(?i)\bFROM\s+([0-9a-f-]{36})\b`)

// trail judges by the event data store that a call is about. Event history is no
// resource (Service Authorization Reference, "Actions, resources, and condition
// keys for AWS CloudTrail").
func (a *Account) trail(w http.ResponseWriter, r *http.Request, c call) {
	var in struct{ EventDataStore, QueryStatement string }
	_ = json.Unmarshal(c.body, &in)
	store := a.EventDataStore // a query's own
	if m := from.FindStringSubmatch(in.QueryStatement); m != nil {
		store = m[1]
	} else if in.EventDataStore != "" {
		store = in.EventDataStore[strings.LastIndexByte(in.EventDataStore, '/')+1:]
	}
	resource := fmt.Sprintf("arn:aws:cloudtrail:%s:%s:eventdatastore/%s", c.region, Number, store)
	if c.action == "LookupEvents" {
		resource = "*"
	}
	if a.may(w, c, Permission{"cloudtrail:" + c.action, resource}) && a.opens(w, c) {
		a.Trail.ServeHTTP(w, r)
	}
}

// opens reports whether the caller may use the key that a call needs: a query's
// results are written and read with the event data store's (AWS CloudTrail User
// Guide, "Default KMS key policy created in CloudTrail console").
func (a *Account) opens(w http.ResponseWriter, c call) bool {
	if a.Key == "" {
		return true
	}
	for _, action := range map[string][]string{"StartQuery": {"kms:GenerateDataKey", "kms:Decrypt"}, "GetQueryResults": {"kms:Decrypt"}}[c.action] {
		if !a.allows(c, Permission{action, a.Key}) {
			refuse(w, c, http.StatusBadRequest, "InsufficientEncryptionPolicyException", "The KMS key can't be used by the caller.")
			return false
		}
	}
	return true
}

func (a *Account) table(w http.ResponseWriter, r *http.Request, c call) {
	var in struct{ TableName string }
	_ = json.Unmarshal(c.body, &in)
	if a.may(w, c, Permission{"dynamodb:" + c.action, fmt.Sprintf("arn:aws:dynamodb:%s:%s:table/%s", c.region, Number, in.TableName)}) {
		a.Tables.ServeHTTP(w, r)
	}
}

func (a *Account) buckets(w http.ResponseWriter, c call) {
	if !a.may(w, c, Permission{"s3:" + c.action, "*"}) {
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprint(w, `<ListAllMyBucketsResult><Buckets>`)
	for _, name := range a.Buckets {
		fmt.Fprintf(w, `<Bucket><Name>%s</Name></Bucket>`, name)
	}
	fmt.Fprint(w, `</Buckets></ListAllMyBucketsResult>`)
}
