// Package calls counts the calls to AWS that a turn makes, by operation.
package calls

import (
	"context"
	"maps"
	"sync"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
)

// Counter has the calls that were made with a context. It is safe for use by
// several goroutines at once.
type Counter struct {
	mu    sync.Mutex
	calls map[string]int
}

type key struct{}

// Counted returns a context whose calls are counted.
func Counted(ctx context.Context) (context.Context, *Counter) {
	c := &Counter{calls: map[string]int{}}
	return context.WithValue(ctx, key{}, c), c
}

// All returns the calls until now, such as CloudTrail.DescribeQuery: 4.
func (c *Counter) All() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.calls)
}

// Count is for a client's APIOptions: it counts every attempt, as the service
// does against its quotas.
func Count(stack *middleware.Stack) error {
	return stack.Finalize.Add(middleware.FinalizeMiddlewareFunc("CountCalls", func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
		if c, ok := ctx.Value(key{}).(*Counter); ok {
			c.mu.Lock()
			c.calls[awsmiddleware.GetServiceID(ctx)+"."+awsmiddleware.GetOperationName(ctx)]++
			c.mu.Unlock()
		}
		return next.HandleFinalize(ctx, in)
	}), middleware.After)
}
