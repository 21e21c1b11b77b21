package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func boothCommand() *cobra.Command {
	var o stationOptions
	var addr string
	c := &cobra.Command{
		Use:   "booth --addr HOST:PORT",
		Short: "Serve the skill over HTTP, with Alexa's side of it",
		Long: `Booth serves the skill at POST /skill, which takes a request envelope and
returns the response envelope, as Alexa would call it. It also plays what the
skill calls while it works, Alexa's apiEndpoint: /v1/directives and
/v2/devices/{id}/settings/System.timeZone, and keeps its rules. A request that
names the booth as its apiEndpoint is served completely on this machine.

The skill's id is printed when the booth is ready; SKILL_ID sets another. ASKERS,
NEEDS_VOICE, NEEDS_PIN, QUESTIONS_PER_MINUTE and SPOKEN_DETAIL are as the function
has them. It checks no signatures, and no request is too old for it: keep it on this
machine.`,
		Example: "  pudding booth --addr 127.0.0.1:8080\n  curl -d @envelope.json http://127.0.0.1:8080/skill",
		Args:    cobra.NoArgs,
	}
	o.flags(c.Flags())
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "where to listen")
	c.RunE = working(func(ctx context.Context, _ []string) error {
		s, err := o.open(ctx, addr, nil)
		if err != nil {
			return err
		}
		defer s.Close()
		fmt.Println(s)
		<-ctx.Done()
		return nil
	})
	return c
}
