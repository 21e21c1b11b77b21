package doctor

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"pudding/lake/history"
)

// history looks up one event in each region that the function would ask.
func (e *examination) history(ctx context.Context) {
	for _, region := range history.RegionsFor(e.config.Sources.History) {
		client := e.trail(region.Name)
		e.may(ctx, attempt{permission: permission{"cloudtrail:LookupEvents", "*"}, region: region.Name, call: func(ctx context.Context) error {
			_, err := client.LookupEvents(ctx, &sdk.LookupEventsInput{MaxResults: aws.Int32(1)})
			return err
		}})
	}
}

// trail is CloudTrail's client for a region, the usual one if it is empty.
func (e *examination) trail(region string) *sdk.Client {
	return sdk.NewFromConfig(e.account, func(o *sdk.Options) {
		if region != "" {
			o.Region = region
		}
	})
}
