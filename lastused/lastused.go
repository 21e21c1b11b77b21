// Package lastused reads when an IAM user was last seen, by what IAM itself
// keeps: the last use of each access key, of the password, and of each service
// (AWS IAM API Reference, GetAccessKeyLastUsed, GetUser and
// GetServiceLastAccessedDetails). It says when, and by what, but not what was
// done; and it answers in a moment, where a search through events takes many.
//
// IAM keeps the last use of services for 400 days and is up to four hours late
// with it. An attempt that was refused counts as a use.
//
// The role needs, and nothing beside:
//
//	iam:GetUser, iam:ListAccessKeys, iam:GetAccessKeyLastUsed,
//	iam:GenerateServiceLastAccessedDetails
//	    on arn:aws:iam::ACCOUNT:user/*
//	iam:GetServiceLastAccessedDetails
//	    on *, for a report is no resource that a policy could name
//
// Without the last two, what services were used is left out. IAM has one
// endpoint for all regions of a partition, which its client finds from whatever
// region it is given.
package lastused

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/smithy-go"
	"golang.org/x/sync/errgroup"

	"pudding/internal/lazyregexp"
	"pudding/lake"
	"pudding/lake/failure"
)

// API is what is called of IAM's client.
type API interface {
	GetUser(context.Context, *iam.GetUserInput, ...func(*iam.Options)) (*iam.GetUserOutput, error)
	ListAccessKeys(context.Context, *iam.ListAccessKeysInput, ...func(*iam.Options)) (*iam.ListAccessKeysOutput, error)
	GetAccessKeyLastUsed(context.Context, *iam.GetAccessKeyLastUsedInput, ...func(*iam.Options)) (*iam.GetAccessKeyLastUsedOutput, error)
	GenerateServiceLastAccessedDetails(context.Context, *iam.GenerateServiceLastAccessedDetailsInput, ...func(*iam.Options)) (*iam.GenerateServiceLastAccessedDetailsOutput, error)
	GetServiceLastAccessedDetails(context.Context, *iam.GetServiceLastAccessedDetailsInput, ...func(*iam.Options)) (*iam.GetServiceLastAccessedDetailsOutput, error)
}

// Use is one last use. A field that IAM does not know is empty.
type Use struct {
	At      time.Time // in UTC
	Service string    // as IAM names services in policies: s3, iam …; empty for a password
	Region  string
	By      Means
}

// Means is what IAM saw being used.
type Means string

// The means.
const (
	Key      Means = "key"      // an access key; with the service and the region it was used for
	Password Means = "password" // the password, to sign in
	Service  Means = "service"  // a service, by whatever credentials
)

// ErrNoSuchUser says that IAM knows no user of the name.
var ErrNoSuchUser = errors.New("there is no such IAM user")

// Reader reads last uses. It is safe for use by several turns at once.
type Reader struct {
	// Poll is how long a report is waited for before it is asked after again.
	Poll time.Duration

	client API
}

// New returns a Reader that asks after a report twice a second.
func New(client API) *Reader { return &Reader{Poll: 500 * time.Millisecond, client: client} }

// userName is the grammar of IAM users' names (AWS IAM API Reference, GetUser).
var userName = lazyregexp.New(`^[\w+=,.@-]{1,128}$`)

// Of returns a user's last uses, the newest first, before the context's
// deadline; none, for a user who was never seen. Where the report on services
// isn't ready by then, or may not be had, it is left out.
//
// The error is ErrNoSuchUser, or an *lake.Error with the code AccessDenied,
// Throttled, TooSlow, Unreachable or Internal.
func (r *Reader) Of(ctx context.Context, name string) ([]Use, error) {
	// Without a name, IAM would tell of the caller.
	if !userName.MatchString(name) {
		return nil, ErrNoSuchUser
	}
	var password, services, keys []Use
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		out, err := r.client.GetUser(ctx, &iam.GetUserInput{UserName: &name})
		if err != nil {
			return refused(ctx, "looking up the user", err)
		}
		if out.User == nil {
			return &lake.Error{Code: lake.Internal, Message: "looking up the user", Err: errors.New("the answer holds none")}
		}
		if out.User.PasswordLastUsed != nil {
			password = []Use{{At: out.User.PasswordLastUsed.UTC(), By: Password}}
		}
		services = r.services(ctx, aws.ToString(out.User.Arn))
		return nil
	})
	g.Go(func() (err error) {
		keys, err = r.keys(ctx, name)
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	uses := slices.Concat(keys, password, services)
	slices.SortStableFunc(uses, func(a, b Use) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.By, b.By), cmp.Compare(a.Service, b.Service))
	})
	return uses, nil
}

// refused is the error of a call. IAM's own words are for the log, but for
// access keys in them, and the chain ends here, for it holds them too.
func refused(ctx context.Context, doing string, err error) error {
	if isMissing(err) {
		return ErrNoSuchUser
	}
	return &lake.Error{Code: lake.CodeOf(failure.Of(ctx, doing, err)), Message: doing, Err: errors.New(withoutKeys(err.Error()))}
}

// isMissing reports whether IAM says that there is no such thing. Not all of
// its actions document that they do.
func isMissing(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && strings.HasPrefix(api.ErrorCode(), "NoSuchEntity")
}

// accessKey finds the ids of access keys (AWS IAM User Guide, "IAM identifiers").
var accessKey = lazyregexp.New(`\b(AKIA|ASIA)[A-Z0-9]{8,}\b`)

// withoutKeys leaves of each access key its kind alone.
func withoutKeys(s string) string { return accessKey.ReplaceAllString(s, "${1}…") }
