package quota

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"pudding/lake"
)

// Table is the part of DynamoDB's client that a Shared budget needs.
type Table interface {
	UpdateItem(context.Context, *dynamodb.UpdateItemInput, ...func(*dynamodb.Options)) (*dynamodb.UpdateItemOutput, error)
}

// Shared is a lake.Budget for all processes that use the same table, such as
// the instances of a Lambda function. It holds one item, with the moment from
// which the next call may leave (the "virtual scheduling" of the generic cell
// rate algorithm; ITU-T I.371).
type Shared struct {
	client Table
	table  string
	name   string
	space  time.Duration
	last   atomic.Int64 // from when the next call may leave, as far as this process knows, in milliseconds
}

// NewShared allows so many calls a second, evenly spaced, under a name that
// tells this budget from others in the table. The table's key is pk and sk.
func NewShared(client Table, table, name string, perSecond float64) *Shared {
	return &Shared{client: client, table: table, name: name, space: time.Duration(float64(time.Second) / (perSecond * headroom))}
}

// attempts are more than one because the last turn that was taken may pass just
// between the two writes of an attempt.
const attempts = 2

// patience is how long the table may take over one write.
const patience = 400 * time.Millisecond

// lateness is how much later than its turn a call may leave: with headroom, ten
// that are not evenly late still don't come to eleven in a second.
const lateness = 100 * time.Millisecond

// Take implements lake.Budget. A table that can't be reached allows no calls:
// nobody would know of them. A turn that has passed when the table's answer
// comes is not used.
func (s *Shared) Take(ctx context.Context) error {
	for {
		latest := time.Now().Add(time.Minute)
		if deadline, ok := ctx.Deadline(); ok {
			latest = deadline
		}
		turn, err := s.reserve(ctx, latest)
		if err != nil {
			return none(ctx, err)
		}
		t := time.NewTimer(time.Until(turn))
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return none(ctx, ctx.Err())
		}
		if time.Since(turn) <= lateness {
			return nil
		}
	}
}

// errTaken means that no moment is free.
var errTaken = errors.New("all turns are taken")

// reserve takes the next free moment: now, if none is taken after it, or else
// the first after those that are, if it is not later than the latest.
func (s *Shared) reserve(ctx context.Context, latest time.Time) (time.Time, error) {
	var taken *types.ConditionalCheckFailedException
	for range attempts {
		now := time.Now()
		ways := []func(context.Context, time.Time, time.Time) (time.Time, error){s.takeNow, s.takeNext}
		if s.last.Load() > now.UnixMilli() { // it was busy a moment ago: the other way is likelier
			slices.Reverse(ways)
		}
		for _, take := range ways {
			turn, err := take(ctx, now, latest)
			if !errors.As(err, &taken) {
				s.last.Store(turn.Add(s.space).UnixMilli())
				return turn, err
			}
		}
	}
	return time.Time{}, errTaken
}

func (s *Shared) takeNow(ctx context.Context, now, _ time.Time) (time.Time, error) {
	_, err := s.update(ctx, "SET free_at = :after, expires = :expires", "attribute_not_exists(free_at) OR free_at < :now",
		values{":now": now.UnixMilli(), ":after": now.Add(s.space).UnixMilli(), ":expires": now.Add(time.Hour).Unix()})
	return now, err
}

func (s *Shared) takeNext(ctx context.Context, now, latest time.Time) (time.Time, error) {
	free, err := s.update(ctx, "SET free_at = free_at + :space", "free_at >= :now AND free_at <= :latest",
		values{":now": now.UnixMilli(), ":latest": latest.UnixMilli(), ":space": s.space.Milliseconds()})
	return free.Add(-s.space), err
}

type values map[string]int64

// update changes the item if the condition holds, and returns the free moment
// that it then has.
func (s *Shared) update(ctx context.Context, expression, condition string, v values) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	attributes := map[string]types.AttributeValue{}
	for name, n := range v {
		attributes[name] = &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
	}
	out, err := s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &s.table,
		Key: map[string]types.AttributeValue{
			"pk": &types.AttributeValueMemberS{Value: "budget"},
			"sk": &types.AttributeValueMemberS{Value: s.name},
		},
		UpdateExpression:          &expression,
		ConditionExpression:       &condition,
		ExpressionAttributeValues: attributes,
		ReturnValues:              types.ReturnValueUpdatedNew,
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("taking a turn of %s: %w", s.name, err)
	}
	return freeAt(out.Attributes), nil
}

func freeAt(item map[string]types.AttributeValue) time.Time {
	n, ok := item["free_at"].(*types.AttributeValueMemberN)
	if !ok {
		return time.Time{}
	}
	ms, _ := strconv.ParseInt(n.Value, 10, 64)
	return time.UnixMilli(ms)
}

var _ lake.Budget = (*Shared)(nil)
