package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Pending is a question, as it was put, that waits for a proof of who asks it.
type Pending struct {
	// Asker and Account are who put it: see Asker. The asker is the person whose
	// voice was recognised.
	Asker, Account string
	Intent         string
	Slots          map[string]string
	Until          time.Time // when it is too late
}

// Pendings keeps the questions that wait for a proof, by tokens that nobody can
// guess. It is safe for use by several turns at once.
type Pendings interface {
	// Keep keeps a question.
	Keep(ctx context.Context, token string, p Pending) error
	// Take returns a question and forgets it, so that a token serves once. What is
	// not there, or not any more at now, is of another account, or of another
	// asker if there is one, is ErrNotFound, and stays.
	Take(ctx context.Context, token, account, asker string, now time.Time) (Pending, error)
}

// isFor reports whether a question may be taken.
func (p Pending) isFor(account, asker string, now time.Time) bool {
	return p.Account == account && (asker == "" || p.Asker == asker) && now.Before(p.Until)
}

// Keep implements Pendings. It is also when what is too late is forgotten.
func (m *Memory) Keep(_ context.Context, token string, p Pending) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.pending, func(_ string, old Pending) bool { return old.Until.Add(time.Hour).Before(p.Until) })
	m.pending[token] = p
	return nil
}

// Take implements Pendings.
func (m *Memory) Take(_ context.Context, token, account, asker string, now time.Time) (Pending, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.pending[token]
	if !ok || !p.isFor(account, asker, now) {
		return Pending{}, ErrNotFound
	}
	delete(m.pending, token)
	return p, nil
}

func pendingKey(token string) attributes { return itemKey("pending#"+token, "pending") }

// Keep implements Pendings.
func (d *Dynamo) Keep(ctx context.Context, token string, p Pending) error {
	slots, err := json.Marshal(p.Slots)
	if err != nil {
		return fmt.Errorf("keeping a question that waits for a proof: %w", err)
	}
	item := pendingKey(token)
	maps.Copy(item, attributes{
		"asker": text(p.Asker), "account": text(p.Account), "intent": text(p.Intent), "slots": text(string(slots)),
		"held_until": moment(p.Until), "expires": number(p.Until.Add(time.Minute).Unix()),
	})
	if _, err := d.client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &d.table, Item: item}); err != nil {
		return fmt.Errorf("keeping a question that waits for a proof: %w", err)
	}
	return nil
}

// Take implements Pendings.
func (d *Dynamo) Take(ctx context.Context, token, account, asker string, now time.Time) (Pending, error) {
	condition, values := "account = :account AND held_until > :now", attributes{":account": text(account), ":now": moment(now)}
	if asker != "" {
		condition, values[":asker"] = condition+" AND asker = :asker", text(asker)
	}
	out, err := d.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName: &d.table, Key: pendingKey(token), ConditionExpression: aws.String(condition), ExpressionAttributeValues: values,
		ReturnValues: types.ReturnValueAllOld,
	})
	var refused *types.ConditionalCheckFailedException
	switch {
	case errors.As(err, &refused):
		return Pending{}, ErrNotFound
	case err != nil:
		return Pending{}, fmt.Errorf("taking a question that waits for a proof: %w", err)
	}
	p := Pending{
		Asker: textOf(out.Attributes["asker"]), Account: textOf(out.Attributes["account"]), Intent: textOf(out.Attributes["intent"]),
		Until: momentOf(out.Attributes["held_until"]),
	}
	if err := json.Unmarshal([]byte(textOf(out.Attributes["slots"])), &p.Slots); err != nil {
		return Pending{}, fmt.Errorf("reading a question that waits for a proof: %w", err)
	}
	return p, nil
}
