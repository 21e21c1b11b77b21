package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"pudding"
	"pudding/booth"
	"pudding/intents"
	"pudding/nlu/utterance"
)

// asking is one question to ask.
type asking struct {
	stationOptions
	locale string
	intent string
	slots  []string
	json   bool
	words  []string // an utterance a turn
}

func askCommand() *cobra.Command {
	var a asking
	c := &cobra.Command{
		Use:   `ask [flags] "utterance"…`,
		Short: "Ask a question and hear the answer",
		Long: `Ask puts a question to the skill as Alexa would, and prints the conversation as
it would be heard. The question is typed words, which are matched with the
skill's own sample utterances, or an intent with its slots as Alexa sends them.
Several utterances are the turns of one conversation: a question whose query
takes longer than a turn is answered by asking "any news" after it.

Without --logs or --store it asks about the small company that ships with
pudding, whose puddings keep disappearing. There NICKNAMES has "my pudding";
with --logs, the environment's NICKNAMES is used. MAX_PERIOD, such as 3653d,
lets a question ask about more than a year. SPOKEN_DETAIL=no-ids or counts
says less to the room, as a deployed skill can be told to. LOG_LEVEL=info shows
the skill's log.`,
		Example: `  pudding ask "who ate my pudding"
  pudding ask --locale ja-JP "昨日プリンを食べたのは誰"
  pudding ask --logs ./AWSLogs "who used the config bucket on july tenth 2023"
  pudding ask --lake-delay 9s "who ate my pudding" "any news"
  pudding ask --logs ./AWSLogs --json --intent WhatDidUserDoIntent \
      --slot user=bert-jan --slot date=2023-07-10`,
		Args: cobra.ArbitraryArgs,
	}
	a.flags(c.Flags())
	c.Flags().StringVar(&a.locale, "locale", "en-US", "the asker's locale: en-US, en-GB, en-AU, en-CA, en-IN or ja-JP")
	c.Flags().StringVar(&a.intent, "intent", "", "an intent's name, in place of an utterance")
	c.Flags().StringArrayVar(&a.slots, "slot", nil, "name=value, a slot of the intent; may be repeated")
	c.Flags().BoolVar(&a.json, "json", false, "print the whole exchange, the query and the verdict as one JSON object")
	c.RunE = working(func(ctx context.Context, args []string) error {
		a.words = args
		return a.run(ctx)
	})
	return c
}

func (a *asking) run(ctx context.Context) error {
	if (len(a.words) == 0) == (a.intent == "") || slices.Contains(a.words, "") {
		return misuse(`ask wants either an utterance or --intent, such as: pudding ask "who ate my pudding"`)
	}
	model, err := loadModel(a.locale)
	if err != nil {
		return err
	}
	var seen *intents.Inspection
	s, err := a.open(ctx, "127.0.0.1:0", func(i intents.Inspection) { seen = &i })
	if err != nil {
		return err
	}
	defer s.Close()
	hear, turns, err := a.listener(model, s)
	if err != nil {
		return err
	}
	s.skill.Directory.Wait(ctx) // it is asked one question, and can't know the names by the next
	session, began := s.session(a.locale), time.Now()
	for n := range turns {
		t, err := hear(n, session.Elicited())
		if err != nil {
			return err
		}
		seen = nil
		e, err := s.exchange(ctx, session, model, t)
		if err != nil {
			return err
		}
		e.at, e.seen = time.Since(began)-e.elapsed, seen
		if err := e.show(a.json); err != nil {
			return err
		}
		if seen != nil && failedToAnswer(seen) {
			return errFailed
		}
	}
	return nil
}

// heard is what one turn says, as Alexa hands it to the skill.
type heard struct {
	words  string // empty where the intent was given
	intent string
	slots  map[string]string
}

// listener hears one turn after another, of so many: what it becomes depends on
// what the skill asked for.
func (a *asking) listener(model *model, s *station) (hear func(turn int, asked *booth.Elicitation) (heard, error), turns int, err error) {
	if a.intent != "" {
		slots, err := parseSlots(a.slots)
		return func(int, *booth.Elicitation) (heard, error) { return heard{intent: a.intent, slots: slots}, nil }, 1, err
	}
	if len(a.slots) > 0 {
		return nil, 0, misuse("--slot goes with --intent")
	}
	matcher, err := utterance.New(model.raw, a.locale)
	if err != nil {
		return nil, 0, err
	}
	return func(turn int, asked *booth.Elicitation) (heard, error) {
		return understood(matcher, a.words[turn], asked, s.now(), s.zone)
	}, len(a.words), nil
}

// understood is what typed words mean: a question, or else what the skill asked
// for.
func understood(matcher *utterance.Matcher, words string, asked *booth.Elicitation, now time.Time, zone *time.Location) (heard, error) {
	match, err := matcher.Match(words, now, zone)
	var none *utterance.NoMatchError
	switch {
	case err == nil:
		return heard{words, match.Intent, match.Slots}, nil
	case asked != nil && errors.As(err, &none):
		if reply, err := matcher.Reply(words, asked.Intent, asked.Slot, now, zone); err == nil {
			slots := maps.Clone(asked.Slots)
			maps.Copy(slots, reply.Slots)
			return heard{words, asked.Intent, slots}, nil
		}
	}
	if errors.As(err, &none) {
		err = fmt.Errorf("%w\nTry: pudding ask \"who ate my pudding\"", err)
	}
	return heard{}, err
}

func parseSlots(given []string) (map[string]string, error) {
	slots := map[string]string{}
	for _, s := range given {
		name, value, ok := strings.Cut(s, "=")
		if !ok || name == "" {
			return nil, misuse("--slot is %q: it should be name=value", s)
		}
		slots[name] = value
	}
	return slots, nil
}

// exchange has one turn of a conversation.
func (s *station) exchange(ctx context.Context, session *booth.Session, m *model, t heard) (*exchange, error) {
	envelope, err := session.Intent(s.now(), t.intent, m.slots[t.intent], t.slots)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	spoken, response, err := s.booth.Call(ctx, envelope)
	if err != nil {
		return nil, err
	}
	e := &exchange{words: t.words, request: envelope, progressive: spoken, response: response, elapsed: time.Since(started)}
	return e, session.Heard(response)
}

// model is a locale's interaction model, and the slots of its intents.
type model struct {
	raw   []byte
	slots map[string][]string
}

// loadModel finds the model of a locale. A locale without one of its own has
// its language's, and any other the English one, as the skill answers it.
func loadModel(locale string) (*model, error) {
	raw, err := pudding.SkillPackage.ReadFile("skill-package/interactionModels/custom/" + modelFor(locale) + ".json")
	if err != nil {
		return nil, err
	}
	var parsed struct {
		InteractionModel struct {
			LanguageModel struct {
				Intents []struct {
					Name  string `json:"name"`
					Slots []struct {
						Name string `json:"name"`
					} `json:"slots"`
				} `json:"intents"`
			} `json:"languageModel"`
		} `json:"interactionModel"`
	}
	if err := json.Unmarshal(raw, &parsed); err != nil {
		return nil, fmt.Errorf("reading the interaction model for %s: %w", locale, err)
	}
	m := &model{raw: raw, slots: map[string][]string{}}
	for _, intent := range parsed.InteractionModel.LanguageModel.Intents {
		for _, slot := range intent.Slots {
			m.slots[intent.Name] = append(m.slots[intent.Name], slot.Name)
		}
	}
	return m, nil
}

func modelFor(locale string) string {
	switch {
	case strings.HasPrefix(locale, "ja"):
		return "ja-JP"
	case locale == "en-GB", locale == "en-AU", locale == "en-CA", locale == "en-IN":
		return locale
	default:
		return "en-US"
	}
}
