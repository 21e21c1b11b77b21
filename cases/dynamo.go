package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"pudding/lake"
)

// Dynamo is a Store in a DynamoDB table with the string keys pk and sk, for all
// processes that use the table. The table's time to live should be the
// attribute expires. Its items:
//
//	pk            sk         what it is
//	claim#KEY     claim      which search is for the questions of a key
//	search#ID     search     a Search, and the set of those who wait for it
//	asker#ASKER   case#ID    a Case; ids ascend with time
//	pending#TOKEN pending    a Pending
type Dynamo struct {
	client *dynamodb.Client
	table  string
}

var _ Store = (*Dynamo)(nil)

// NewDynamo returns the Store in a table.
func NewDynamo(client *dynamodb.Client, table string) *Dynamo {
	return &Dynamo{client, table}
}

// Reach makes the cheapest call that proves the table can be reached, and so
// opens the connection that the first case will use.
func (d *Dynamo) Reach(ctx context.Context) error {
	_, err := d.get(ctx, claimKey("reach"))
	return err
}

// Claim implements Store.
func (d *Dynamo) Claim(ctx context.Context, key, id string, now, until time.Time, replacing string) (string, error) {
	item := claimKey(key)
	maps.Copy(item, attributes{"holder": text(id), "held_until": moment(until), "expires": expiry(now)})
	_, err := d.client.PutItem(ctx, &dynamodb.PutItemInput{
		TableName:           &d.table,
		Item:                item,
		ConditionExpression: aws.String("attribute_not_exists(pk) OR held_until <= :now OR holder = :replacing OR holder = :id"),
		ExpressionAttributeValues: attributes{
			":now": moment(now), ":replacing": text(replacing), ":id": text(id), // its own: an answer may have been lost
		},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	var taken *types.ConditionalCheckFailedException
	switch {
	case err == nil:
		return id, nil
	case !errors.As(err, &taken):
		return "", fmt.Errorf("claiming a question: %w", err)
	}
	held := taken.Item
	if len(held) == 0 {
		if held, err = d.get(ctx, claimKey(key)); err != nil {
			return "", err
		}
	}
	return textOf(held["holder"]), nil
}

// Unclaim implements Store.
func (d *Dynamo) Unclaim(ctx context.Context, key, id string) error {
	_, err := d.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName: &d.table, Key: claimKey(key),
		ConditionExpression:       aws.String("holder = :id"),
		ExpressionAttributeValues: attributes{":id": text(id)},
	})
	return unlessRefused(err, nil, "giving up a question")
}

// Create implements Store.
func (d *Dynamo) Create(ctx context.Context, s Search, asker string) error {
	question, err := json.Marshal(s.Question)
	if err != nil {
		return fmt.Errorf("keeping a search: %w", err)
	}
	item := searchKey(s.ID)
	maps.Copy(item, attributes{
		"question": text(string(question)),
		"asked":    moment(s.Asked),
		"starting": moment(s.Starting),
		"waiting":  set(asker),
		"expires":  expiry(s.Asked),
	})
	if _, err := d.client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &d.table, Item: item}); err != nil {
		return fmt.Errorf("keeping a search: %w", err)
	}
	return nil
}

// Search implements Store.
func (d *Dynamo) Search(ctx context.Context, id string) (Search, error) {
	item, err := d.get(ctx, searchKey(id))
	if err != nil {
		return Search{}, err
	}
	if len(item) == 0 {
		return Search{}, ErrNotFound
	}
	s := Search{ID: id, Asked: momentOf(item["asked"]), Starting: momentOf(item["starting"]), Attempted: momentOf(item["attempted"])}
	_, s.Abandoned = item["abandoned"]
	_, s.Begun = item["begun"]
	if err := json.Unmarshal([]byte(textOf(item["question"])), &s.Question); err != nil {
		return Search{}, fmt.Errorf("reading the question of search %s: %w", id, err)
	}
	if ticket := textOf(item["ticket"]); ticket != "" {
		if err := json.Unmarshal([]byte(ticket), &s.Ticket); err != nil {
			return Search{}, fmt.Errorf("reading the ticket of search %s: %w", id, err)
		}
	}
	return s, nil
}

// Begin implements Store.
func (d *Dynamo) Begin(ctx context.Context, id string, now, until time.Time) error {
	err := d.update(ctx, searchKey(id), "SET begun = :yes, attempted = :now, starting = :until", "attribute_exists(pk)",
		attributes{":yes": &types.AttributeValueMemberBOOL{Value: true}, ":now": moment(now), ":until": moment(until)})
	return unlessRefused(err, ErrNotFound, "beginning search "+id)
}

// Delete implements Store.
func (d *Dynamo) Delete(ctx context.Context, id string) error {
	if _, err := d.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &d.table, Key: searchKey(id)}); err != nil {
		return fmt.Errorf("forgetting search %s: %w", id, err)
	}
	return nil
}

// Reserve implements Store.
func (d *Dynamo) Reserve(ctx context.Context, id string, now, until time.Time) (bool, error) {
	err := d.update(ctx, searchKey(id), "SET starting = :until",
		"attribute_exists(pk) AND attribute_not_exists(ticket) AND attribute_not_exists(abandoned) AND starting <= :now",
		attributes{":until": moment(until), ":now": moment(now)})
	if err := unlessRefused(err, ErrNotFound, "reserving the start of search "+id); err != nil {
		return false, unless(err, ErrNotFound)
	}
	return true, nil
}

// Attempt implements Store.
func (d *Dynamo) Attempt(ctx context.Context, id string, at time.Time) error {
	err := d.update(ctx, searchKey(id), "SET attempted = :at", "attribute_exists(pk)", attributes{":at": moment(at)})
	return unlessRefused(err, ErrNotFound, "attempting the start of search "+id)
}

// Release implements Store.
func (d *Dynamo) Release(ctx context.Context, id string, nothingStarted bool) error {
	change, values := "SET starting = :never", attributes{":never": number(0)}
	if nothingStarted {
		change = "SET starting = :never, attempted = :never"
	}
	err := d.update(ctx, searchKey(id), change, "attribute_exists(pk)", values)
	return unlessRefused(err, nil, "releasing the start of search "+id)
}

// Started implements Store.
func (d *Dynamo) Started(ctx context.Context, id string, t lake.Ticket) (bool, error) {
	ticket, err := json.Marshal(t)
	if err != nil {
		return false, fmt.Errorf("keeping the ticket of search %s: %w", id, err)
	}
	out, err := d.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &d.table, Key: searchKey(id),
		UpdateExpression:          aws.String("SET ticket = :ticket"),
		ConditionExpression:       aws.String("attribute_exists(pk)"),
		ExpressionAttributeValues: attributes{":ticket": text(string(ticket))},
		ReturnValues:              types.ReturnValueAllNew,
	})
	if err := unlessRefused(err, ErrNotFound, "keeping the ticket of search "+id); err != nil {
		return false, err
	}
	_, abandoned := out.Attributes["abandoned"]
	return abandoned, nil
}

// Join implements Store.
func (d *Dynamo) Join(ctx context.Context, id, asker string) error {
	err := d.update(ctx, searchKey(id), "ADD waiting :asker REMOVE abandoned", "attribute_exists(pk)", attributes{":asker": set(asker)})
	return unlessRefused(err, ErrNotFound, "joining search "+id)
}

// Leave implements Store.
func (d *Dynamo) Leave(ctx context.Context, id, asker string) error {
	err := d.update(ctx, searchKey(id), "DELETE waiting :asker", "attribute_exists(pk)", attributes{":asker": set(asker)})
	return unlessRefused(err, nil, "leaving search "+id)
}

// Abandon implements Store. DynamoDB keeps no empty sets.
func (d *Dynamo) Abandon(ctx context.Context, id string) (bool, error) {
	err := d.update(ctx, searchKey(id), "SET abandoned = :yes",
		"attribute_exists(pk) AND attribute_not_exists(waiting) AND attribute_not_exists(abandoned)",
		attributes{":yes": &types.AttributeValueMemberBOOL{Value: true}})
	if err := unlessRefused(err, ErrNotFound, "abandoning search "+id); err != nil {
		return false, unless(err, ErrNotFound)
	}
	return true, nil
}

// Open implements Store.
func (d *Dynamo) Open(ctx context.Context, c Case) error {
	question, err := json.Marshal(c.Question)
	if err != nil {
		return fmt.Errorf("opening a case: %w", err)
	}
	item := caseKey(c.Asker, c.ID)
	maps.Copy(item, attributes{"question": text(string(question)), "asked": moment(c.Asked), "expires": expiry(c.Asked)})
	if c.Joined {
		item["joined"] = &types.AttributeValueMemberBOOL{Value: true}
	}
	if _, err := d.client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &d.table, Item: item}); err != nil {
		return fmt.Errorf("opening a case: %w", err)
	}
	return nil
}

// Waiting implements Store. What has expired may still be there: DynamoDB takes
// its time to delete it.
func (d *Dynamo) Waiting(ctx context.Context, asker string, now time.Time) ([]Case, error) {
	out, err := d.client.Query(ctx, &dynamodb.QueryInput{
		TableName:                 &d.table,
		KeyConditionExpression:    aws.String("pk = :asker AND begins_with(sk, :case)"),
		ExpressionAttributeValues: attributes{":asker": text("asker#" + asker), ":case": text("case#")},
		ConsistentRead:            aws.Bool(true),
		ScanIndexForward:          aws.Bool(false),
		Limit:                     aws.Int32(maxWaiting),
	})
	if err != nil {
		return nil, fmt.Errorf("reading the open cases: %w", err)
	}
	var open []Case
	for _, item := range out.Items {
		c := Case{ID: textOf(item["sk"])[len("case#"):], Asker: asker, Asked: momentOf(item["asked"])}
		_, c.Joined = item["joined"]
		if err := json.Unmarshal([]byte(textOf(item["question"])), &c.Question); err != nil {
			return nil, fmt.Errorf("reading the question of case %s: %w", c.ID, err)
		}
		if now.Sub(c.Asked) < Kept {
			open = append(open, c)
		}
	}
	return open, nil
}

// Close implements Store.
func (d *Dynamo) Close(ctx context.Context, asker, id string) error {
	if _, err := d.client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &d.table, Key: caseKey(asker, id)}); err != nil {
		return fmt.Errorf("closing case %s: %w", id, err)
	}
	return nil
}

func (d *Dynamo) get(ctx context.Context, key attributes) (attributes, error) {
	out, err := d.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &d.table, Key: key, ConsistentRead: aws.Bool(true)})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", textOf(key["sk"]), err)
	}
	return out.Item, nil
}

func (d *Dynamo) update(ctx context.Context, key attributes, change, condition string, values attributes) error {
	_, err := d.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &d.table, Key: key, UpdateExpression: &change, ConditionExpression: &condition, ExpressionAttributeValues: values,
	})
	return err
}

// unlessRefused is instead where a write's condition did not hold, and says
// what was being done where anything else went wrong.
func unlessRefused(err, instead error, doing string) error {
	var refused *types.ConditionalCheckFailedException
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return instead
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

// unless is err, unless it is the one that was expected.
func unless(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

type attributes = map[string]types.AttributeValue

func claimKey(key string) attributes { return itemKey("claim#"+key, "claim") }
func searchKey(id string) attributes { return itemKey("search#"+id, "search") }
func caseKey(asker, id string) attributes {
	return itemKey("asker#"+asker, "case#"+id)
}
func itemKey(pk, sk string) attributes { return attributes{"pk": text(pk), "sk": text(sk)} }

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }
func set(s string) types.AttributeValue  { return &types.AttributeValueMemberSS{Value: []string{s}} }
func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

// A moment is in milliseconds since 1970, an expiry in seconds, as DynamoDB's
// time to live wants it.
func moment(t time.Time) types.AttributeValue { return number(max(0, t.UnixMilli())) }
func expiry(t time.Time) types.AttributeValue { return number(t.Add(Kept).Unix()) }

func textOf(v types.AttributeValue) string {
	s, _ := v.(*types.AttributeValueMemberS)
	if s == nil {
		return ""
	}
	return s.Value
}

func momentOf(v types.AttributeValue) time.Time {
	n, _ := v.(*types.AttributeValueMemberN)
	if n == nil {
		return time.Time{}
	}
	ms, _ := strconv.ParseInt(n.Value, 10, 64)
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
