package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/rs/zerolog"

	"pudding/ask"
	"pudding/cases"
	"pudding/config"
	"pudding/directory"
	"pudding/intents"
	"pudding/internal/calls"
	"pudding/lake"
	"pudding/lake/cloudtrail"
	"pudding/lake/history"
	"pudding/lake/quota"
	"pudding/lastused"
	"pudding/speech"
)

// warmUp bounds the time that is spent on opening connections: a source that is
// slow now may be quick later.
const warmUp = 2 * time.Second

// usualLocale's catalogue is read beside the rest: the first answer is in no
// other language, as a rule.
const usualLocale = "en-US"

// wire connects the skill to what it uses, and has opened and read what its
// first answer would have to wait for, while the first request is on its way.
func wire(ctx context.Context, c config.Config, log zerolog.Logger) (*intents.Skill, error) {
	account, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the AWS configuration: %w", err)
	}
	account.APIOptions = append(account.APIOptions, calls.Count)
	services := &ask.Services{HTTP: ask.NewHTTPClient(), Loopback: c.Loopback}
	w := wiring{config: c, account: account, iam: iam.NewFromConfig(account), log: log}
	if c.Table != "" {
		w.dynamo = dynamodb.NewFromConfig(account)
	}
	skill := &intents.Skill{
		ID:        c.SkillID,
		LastUses:  lastused.New(w.iam),
		Budget:    c.Budget,
		MaxPeriod: c.MaxPeriod,
		Services:  services,
		Zones:     ask.NewZones(services),
		Zone:      c.Zone,
		Nicknames: c.Nicknames,
		Askers:    c.Askers,
		Proofs:    c.Proofs,
		Detail:    c.Detail,
		MaxAge:    intents.MaxAge,
		Function:  c.Function,
		Now:       time.Now,
		Log:       log,
	}
	if c.QuestionsPerMinute > 0 {
		skill.Rate = w.rate(c.QuestionsPerMinute)
	}
	if c.Sources.History != nil {
		skill.Quick = w.history()
	}
	if c.Sources.Lake != nil {
		skill.Desk = w.desk()
	}
	if w.dynamo != nil {
		skill.Proofs = c.Proofs.KeptIn(cases.NewDynamo(w.dynamo, c.Table))
	}
	skill.Directory = directory.New(time.Now, append(w.lists, directory.Users(w.iam), directory.Roles(w.iam), directory.Buckets(s3.NewFromConfig(account)))...)
	go w.reach(ctx)
	go speech.For(usualLocale)
	return skill, nil
}

// wiring is what the parts of the skill are made from.
type wiring struct {
	config  config.Config
	account aws.Config
	iam     *iam.Client
	dynamo  *dynamodb.Client // nil without a table
	log     zerolog.Logger
	reaches []func(context.Context) error
	lists   []directory.List // of names, from the sources
}

// budget is calls a second of the account: shared by all instances of the
// function where they have a table in common.
func (w *wiring) budget(name string, perSecond float64) lake.Budget {
	if w.dynamo == nil {
		return quota.NewLocal(perSecond)
	}
	return quota.NewShared(w.dynamo, w.config.Table, name, perSecond)
}

// rate is how often each asker may ask, of all instances together in the same way.
func (w *wiring) rate(perMinute int) intents.Rate {
	if w.dynamo == nil {
		return quota.NewLocalAskers(perMinute)
	}
	return quota.NewSharedAskers(w.dynamo, w.config.Table, perMinute)
}

func (w *wiring) client(region string) *sdk.Client {
	return sdk.NewFromConfig(w.account, func(o *sdk.Options) {
		if region != "" {
			o.Region = region
		}
	})
}

func (w *wiring) desk() *cases.Desk {
	l := w.config.Sources.Lake
	source := cloudtrail.New(w.client(l.Region), l.EventDataStore)
	source.Reads = w.budget("cloudtrail reads", cloudtrail.ReadsPerSecond)
	source.Starts = w.budget("cloudtrail starts", l.StartsPerSecond)
	if w.config.Schedule != nil {
		source.Schedule = w.config.Schedule
	}
	w.reaches = append(w.reaches, source.Reach)
	if l.Names > 0 {
		list := directory.Recorded(source, l.Names, time.Now)
		list.Costly = true // it scans as a question does, and takes its turn of the starts
		w.lists = append(w.lists, list)
	}
	desk := &cases.Desk{Source: source, Store: cases.NewMemory(), SameFor: w.config.SameFor, Now: time.Now}
	if w.dynamo != nil {
		store := cases.NewDynamo(w.dynamo, w.config.Table)
		desk.Store = store
		w.reaches = append(w.reaches, store.Reach)
	}
	return desk
}

// history is Event history of the configured regions.
func (w *wiring) history() *history.Source {
	regions := history.RegionsFor(w.config.Sources.History)
	for i, r := range regions {
		regions[i].Client = w.client(r.Name)
		regions[i].Budget = w.budget("lookups in "+r.Name, history.LookupsPerSecond)
	}
	return history.New(regions, time.Now)
}

// reach opens the connections, all at once.
func (w *wiring) reach(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, warmUp)
	defer cancel()
	var wg sync.WaitGroup
	for _, reach := range w.reaches {
		wg.Go(func() {
			if err := reach(ctx); err != nil {
				w.log.Warn().Err(err).Msg("can't be reached as yet")
			}
		})
	}
	wg.Wait()
}
