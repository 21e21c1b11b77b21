package main

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"pudding/config"
	"pudding/internal/accounttest"
	"pudding/lake/local"
)

// Two instances of the function know of each other by their table alone.
func TestAFloodIsHeldUpWhicheverInstanceItMeets(t *testing.T) {
	account := accounttest.Deploy(t, "../infra/template.yaml", local.Config{})
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": account.URL, "AWS_REGION": accounttest.Region, "AWS_ACCESS_KEY_ID": accounttest.FunctionKey, "AWS_SECRET_ACCESS_KEY": "secret",
		"SOURCES": "history://" + accounttest.Region, "SKILL_ID": theSkill, "CASES_TABLE": accounttest.Table, "QUESTIONS_PER_MINUTE": "3",
	} {
		t.Setenv(name, value)
	}
	c, err := config.Read(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	heldUp := 0
	for range 5 {
		instance, err := wire(t.Context(), c, zerolog.New(zerolog.NewTestWriter(t)))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := instance.Invoke(context.Background(), envelope(theSkill, whoAte))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(answer), "One moment, please") {
			heldUp++
		}
	}
	if heldUp != 2 {
		t.Errorf("%d of five instances held up somebody who may ask three questions", heldUp)
	}
}
