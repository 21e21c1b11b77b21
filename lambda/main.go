// Command lambda is the function that Alexa calls: it reads its configuration
// from the environment, wires the skill to the account's sources, and answers.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/rs/zerolog"

	"pudding/config"
	"pudding/internal/secrets"
)

func main() {
	log := zerolog.New(secrets.Writer(os.Stdout)).With().Timestamp().Logger()
	c, err := config.Read(os.Getenv)
	if err != nil {
		log.Fatal().Err(err).Msg("the configuration is wrong")
	}
	log = log.Level(c.LogLevel)
	if !c.Askers.Restricted() {
		log.Warn().Msg("anybody who can open the skill is answered: set ASKERS")
	}
	skill, err := wire(context.Background(), c, log)
	if err != nil {
		log.Fatal().Err(err).Msg("could not start")
	}
	lambda.Start(skill)
}
