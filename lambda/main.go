// Command lambda is the function that Alexa calls: it reads its configuration
// from the environment, wires the skill to the account's sources, and answers.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/rs/zerolog"

	"pudding/ask"
	"pudding/intents"
	"pudding/lake/cloudtrail"
)

// warmUp bounds the time that init spends on opening connections: Lambda allows
// an init ten seconds, and a source that is slow now may be quick later.
const warmUp = 2 * time.Second

func main() {
	log := zerolog.New(os.Stdout).With().Timestamp().Logger()
	c, err := configure(os.Getenv)
	if err != nil {
		log.Fatal().Err(err).Msg("the configuration is wrong")
	}
	skill, err := wire(context.Background(), c, log.Level(c.logLevel))
	if err != nil {
		log.Fatal().Err(err).Msg("could not start")
	}
	lambda.Start(skill)
}

// wire connects the skill to what it uses, and opens the connection that its
// first question would have to wait for: init runs at full speed, the first
// call at the function's share of it.
func wire(ctx context.Context, c config, log zerolog.Logger) (*intents.Skill, error) {
	account, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the AWS configuration: %w", err)
	}
	client := sdk.NewFromConfig(account, func(o *sdk.Options) {
		if c.sources[0].region != "" {
			o.Region = c.sources[0].region
		}
	})
	source := cloudtrail.New(client, c.sources[0].eventDataStore)

	ctx, cancel := context.WithTimeout(ctx, warmUp)
	defer cancel()
	if err := source.Reach(ctx); err != nil {
		log.Warn().Err(err).Msg("the source can't be reached as yet")
	}

	services := &ask.Services{HTTP: ask.NewHTTPClient(), Loopback: c.loopback}
	return &intents.Skill{
		ID:        c.skillID,
		Source:    source,
		Services:  services,
		Zones:     ask.NewZones(services),
		Zone:      c.zone,
		Nicknames: c.nicknames,
		Now:       time.Now,
		Log:       log,
	}, nil
}
