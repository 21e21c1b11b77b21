package doctor

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// nobody is a user that there isn't.
const nobody = "pudding-doctor-looks-for-nobody"

func (e *examination) users(ctx context.Context) {
	client := iam.NewFromConfig(e.account)
	users := e.listUsers(ctx, client)
	e.may(ctx, attempt{permission: permission{"iam:ListRoles", "*"}, call: func(ctx context.Context) error {
		_, err := client.ListRoles(ctx, &iam.ListRolesInput{MaxItems: aws.Int32(1)})
		return err
	}})
	user := fmt.Sprintf("arn:aws:iam::%s:user/*", e.number)
	missing := []string{"NoSuchEntity", "NoSuchEntityException", "ValidationError", "InvalidInput"}
	e.may(ctx, attempt{permission: permission{"iam:GetUser", user}, answers: missing, call: func(ctx context.Context) error {
		_, err := client.GetUser(ctx, &iam.GetUserInput{UserName: aws.String(nobody)})
		return err
	}})
	listed := e.may(ctx, attempt{permission: permission{"iam:ListAccessKeys", user}, answers: missing, call: func(ctx context.Context) error {
		_, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: aws.String(nobody)})
		return err
	}})
	if !listed {
		users = nil
	}
	e.lastUse(ctx, client, permission{"iam:GetAccessKeyLastUsed", user}, users)
	e.may(ctx, attempt{permission: permission{"iam:GenerateServiceLastAccessedDetails", user}, answers: missing, call: func(ctx context.Context) error {
		_, err := client.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{Arn: aws.String(fmt.Sprintf("arn:aws:iam::%s:user/%s", e.number, nobody))})
		return err
	}})
	e.may(ctx, attempt{permission: permission{"iam:GetServiceLastAccessedDetails", "*"}, answers: missing, call: func(ctx context.Context) error {
		_, err := client.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{JobId: aws.String("00000000-0000-0000-0000-000000000000")})
		return err
	}})
}

// listUsers returns the users' names, as many as there is time for. The names are
// known to the examination if they are all.
func (e *examination) listUsers(ctx context.Context, client *iam.Client) []string {
	var names []string
	all := false
	e.may(ctx, attempt{permission: permission{"iam:ListUsers", "*"}, call: func(ctx context.Context) error {
		p := iam.NewListUsersPaginator(client, nil)
		for p.HasMorePages() {
			out, err := p.NextPage(ctx)
			switch {
			case err != nil && names == nil:
				return err
			case err != nil:
				return nil // an account may have more than there is time for
			}
			for _, u := range out.Users {
				names = append(names, aws.ToString(u.UserName))
			}
		}
		all = true
		return nil
	}})
	if all {
		e.userNames = set(names)
	}
	return names
}

func set(names []string) map[string]bool {
	s := map[string]bool{}
	for _, name := range names {
		s[name] = true
	}
	return s
}

// fewUsers are as many as an access key is looked for with.
const fewUsers = 20

// lastUse asks when an access key was last used. It takes one that there is: of
// another IAM says even to an administrator that it is refused.
func (e *examination) lastUse(ctx context.Context, client *iam.Client, p permission, users []string) {
	key := keyOf(ctx, client, users[:min(len(users), fewUsers)])
	if key == "" {
		e.needs = append(e.needs, p)
		if !e.over[services["iam"]] && !e.over[""] {
			e.say(Odd, p.action, "can't be tried: no user's access key was found to try it with", "")
		}
		return
	}
	e.may(ctx, attempt{permission: p, call: func(ctx context.Context) error {
		_, err := client.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: &key})
		return err
	}})
}

// keyOf is the id of an access key of one of some users, empty if none has one.
func keyOf(ctx context.Context, client *iam.Client, users []string) string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, user := range users {
		out, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: &user, MaxItems: aws.Int32(1)})
		if err == nil && len(out.AccessKeyMetadata) > 0 {
			return aws.ToString(out.AccessKeyMetadata[0].AccessKeyId)
		}
	}
	return ""
}
