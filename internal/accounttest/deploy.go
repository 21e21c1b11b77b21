package accounttest

import (
	"net/http/httptest"
	"testing"
	"time"

	"pudding/booth/scene"
	"pudding/cases/dynamotest"
	"pudding/lake/local"
)

// The deployment that Deploy makes.
const (
	Region       = "eu-west-1"
	FunctionRole = "arn:aws:iam::" + Number + ":role/pudding-Role-1A2B3C4D5E6F"
	LogGroup     = "/aws/lambda/pudding"
	Table        = "pudding-Cases"
	Key          = "arn:aws:kms:" + Region + ":" + Number + ":key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
)

// The access keys of who may call the account that Deploy makes: the function's
// role, and an operator who may do everything.
const (
	FunctionKey = "AKIDFUNCTION"
	OperatorKey = "AKIDOPERATOR"
)

// Deploy is an account with the project's template deployed to it: with the scene's
// events in an event data store that Key encrypts, which has the clock and the delay
// of trail.
func Deploy(t *testing.T, template string, trail local.Config) *Account {
	t.Helper()
	events := serveScene(t, trail)
	role, err := OfTemplate(template, map[string]bool{
		"HasStore": true, "CreatesStore": false, "HasKey": true,
	}, map[string]string{
		"AWS::AccountId":    Number,
		"EventDataStoreArn": "arn:aws:cloudtrail:" + Region + ":" + Number + ":eventdatastore/" + events.EventDataStore(),
		"KmsKeyArn":         Key,
		"Cases.Arn":         "arn:aws:dynamodb:" + Region + ":" + Number + ":table/" + Table,
		"LogGroup.Arn":      "arn:aws:logs:" + Region + ":" + Number + ":log-group:" + LogGroup + ":*",
	})
	if err != nil {
		t.Fatal(err)
	}
	a := &Account{
		Callers:        map[string]Role{FunctionKey: role, OperatorKey: Everything},
		Roles:          map[string]Role{FunctionRole: role},
		EventDataStore: events.EventDataStore(), Trail: events, Key: Key,
		Tables:  dynamotest.New(Table),
		Users:   []string{"jonas"},
		Buckets: []string{"crumb-and-spoon-fridge"},
	}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.URL = server.URL
	return a
}

// serveScene serves the scene's events.
func serveScene(t *testing.T, c local.Config) *local.Server {
	t.Helper()
	dir := t.TempDir()
	if err := scene.Write(dir, time.Now(), time.UTC); err != nil {
		t.Fatal(err)
	}
	store, err := local.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if _, err := store.Load(t.Context(), []string{dir}, nil); err != nil {
		t.Fatal(err)
	}
	c.Region, c.Description.Key = Region, Key
	server, err := local.NewServer(store, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}
