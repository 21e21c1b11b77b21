package simulation

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/rs/zerolog"

	"pudding/ask"
	"pudding/booth"
	"pudding/cases"
	"pudding/cases/dynamotest"
	"pudding/intents"
	"pudding/lake/cloudtrail"
	"pudding/lake/history"
	"pudding/lake/quota"
)

const (
	skillID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
	table   = "pudding-cases"

	trailHost  = "cloudtrail.test"
	dynamoHost = "dynamodb.test"
	alexaHost  = "localhost:8080"
)

// world is everything: an AWS account, Alexa, the network between them, and the
// instances of the skill's function.
type world struct {
	options Options
	chance  *chance
	faults  atomic.Int64
	taken   atomic.Int64 // turns
	weather []*weather
	network network
	account *account
	table   *dynamotest.Server
	cloud   *booth.Cloud
	report  *tally

	mu   sync.Mutex
	idle []*instance
}

func newWorld(o Options, e *engine) (*world, error) {
	a, err := newAccount(o.Seed, e, o.bug)
	if err != nil {
		return nil, err
	}
	w := &world{
		options: o, chance: newChance(o.Seed, 1), network: network{}, account: a, table: dynamotest.New(table),
		cloud: booth.NewCloud(time.UTC), report: &tally{},
	}
	w.serve(trailHost, a, 20*time.Millisecond, 80*time.Millisecond, "ThrottlingException", "AccessDeniedException", "InternalFailure")
	w.network[trailHost].leaves = a.leaves
	w.serve(dynamoHost, w.table, 3*time.Millisecond, 12*time.Millisecond, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException")
	w.serve(alexaHost, w.watched(w.cloud), 10*time.Millisecond, 60*time.Millisecond)
	return w, nil
}

func (w *world) serve(name string, service http.Handler, least, most time.Duration, refusals ...string) {
	weather := &weather{chance: newChance(w.options.Seed, uint64(10+len(w.weather))), faults: &w.faults, least: least, most: most, refusals: refusals}
	if w.options.bug == fineWeatherOnly {
		weather.clears()
	}
	w.weather = append(w.weather, weather)
	w.network[name] = &host{weather: weather, service: service}
}

// watched counts what Alexa's services refuse: a skill that keeps the rules is
// refused nothing.
func (w *world) watched(alexa http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		a := &answer{header: http.Header{}, status: http.StatusOK}
		alexa.ServeHTTP(a, r)
		if a.status >= 400 {
			w.report.ruleBreak()
		}
		a.send(rw)
	})
}

// clears ends all faults, for what is still open to be fetched.
func (w *world) clears() {
	for _, weather := range w.weather {
		weather.clears()
	}
}

func (w *world) close() { _ = w.account.lake.Close() }

// instance is one instance of the function: it answers one request at a time.
type instance struct {
	booth *booth.Booth
	seen  *intents.Inspection // of the request at hand
}

// take returns an instance that is free, or a new one. Now and then Lambda does
// away with a free one.
func (w *world) take() *instance {
	w.mu.Lock()
	defer w.mu.Unlock()
	if n := len(w.idle); n > 0 {
		i := w.idle[n-1]
		w.idle = w.idle[:n-1]
		if !w.chance.in(0.5) {
			return i
		}
	}
	return w.instance()
}

func (w *world) free(i *instance) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.idle = append(w.idle, i)
}

// instance is the skill, as the Lambda function wires it.
func (w *world) instance() *instance {
	i := &instance{}
	client := &http.Client{Transport: w.network}
	account := aws.AnonymousCredentials{} // nobody checks signatures, and they take time
	dynamo := dynamodb.New(dynamodb.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://" + dynamoHost), Credentials: account, HTTPClient: client,
	})
	trail := sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://" + trailHost), Credentials: account, HTTPClient: client,
	})
	source := cloudtrail.New(trail, eventDataStore)
	source.Reads = quota.NewShared(dynamo, table, "reads", cloudtrail.ReadsPerSecond)
	source.Starts = quota.NewShared(dynamo, table, "starts", cloudtrail.StartsPerSecond)
	services := &ask.Services{HTTP: client, Loopback: alexaHost}
	skill := &intents.Skill{
		ID:   skillID,
		Desk: &cases.Desk{Source: source, Store: cases.NewDynamo(dynamo, table), SameFor: cases.SameFor, Now: time.Now},
		Quick: history.New([]history.Region{{
			Name: "us-east-1", Client: trail, Budget: quota.NewShared(dynamo, table, "lookups", history.LookupsPerSecond),
		}}, time.Now),
		Services: services,
		Zones:    ask.NewZones(services),
		Zone:     time.UTC,
		Now:      time.Now,
		Log:      zerolog.Nop(),
		Inspect:  func(seen intents.Inspection) { i.seen = &seen },
	}
	i.booth = booth.New(mutate(w.options.bug, skill, source), w.cloud)
	return i
}

// exchange is one turn, and what was seen of it.
type exchange struct {
	request  *ask.Request
	response []byte
	seen     *intents.Inspection
	took     time.Duration
}

// lambdaTimeout is the function's own.
const lambdaTimeout = 8 * time.Second

// turn has an instance answer a request.
func (w *world) turn(envelope []byte) (exchange, error) {
	i := w.take()
	defer w.free(i)
	i.seen = nil
	request, err := ask.Decode(envelope)
	if err != nil {
		return exchange{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lambdaTimeout)
	defer cancel()
	began := time.Now()
	_, response, err := i.booth.Call(ctx, envelope)
	x := exchange{request: request, response: response, seen: i.seen, took: time.Since(began)}
	if err != nil {
		return x, fmt.Errorf("the skill refused a request: %w", err)
	}
	w.report.turn(x)
	return x, nil
}
