package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pudding": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			// What the machine's owner has set must not be heard here.
			e.Setenv("NICKNAMES", os.Getenv("NO_SUCH_VARIABLE"))
			return nil
		},
	})
}
