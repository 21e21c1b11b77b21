package intents

import (
	"context"

	"pudding/ask"
	"pudding/lake"
	"pudding/nlu"
)

// whatDidAddressDo answers WhatDidAddressDoIntent: who came from an IP address,
// and what was done from there.
func (t *turn) whatDidAddressDo(ctx context.Context) *ask.Response {
	heard := t.request.Slot("address").Value
	if heard == "" {
		return t.elicit("address", t.voice.AskFor("address"))
	}
	address, err := nlu.Address(heard)
	if err != nil {
		return t.unclear("address", err)
	}
	return t.ask(ctx, lake.AddressActivity, lake.Arguments{Address: address})
}
