package directory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"pudding/lake/failure"
	"pudding/nlu/names"
)

// page is how many users or roles a call lists: as many as IAM will (AWS IAM API
// Reference, ListUsers).
const page = 1000

// Users lists the IAM users of the function's own account, and its root user; who
// signed in last comes first. The role needs iam:ListUsers on *.
func Users(client iam.ListUsersAPIClient) List {
	return List{Of: "iam users", Names: func(ctx context.Context) ([]names.Known, error) {
		var users []types.User
		for p := iam.NewListUsersPaginator(client, &iam.ListUsersInput{MaxItems: aws.Int32(page)}); p.HasMorePages() && len(users) < most; {
			out, err := p.NextPage(ctx)
			if err != nil {
				return nil, failure.Of(ctx, "listing the IAM users", err)
			}
			users = append(users, out.Users...)
		}
		slices.SortStableFunc(users, func(a, b types.User) int {
			return cmp.Or(aws.ToTime(b.PasswordLastUsed).Compare(aws.ToTime(a.PasswordLastUsed)), aws.ToTime(b.CreateDate).Compare(aws.ToTime(a.CreateDate)))
		})
		root := names.Known{Kind: User, Name: "root"}
		return append([]names.Known{root}, known(User, users, func(u types.User) *string { return u.UserName })...), nil
	}}
}

// Roles lists the roles of the function's own account; those of services, which
// nobody asks for, come last. The role needs iam:ListRoles on *.
func Roles(client iam.ListRolesAPIClient) List {
	return List{Of: "iam roles", Names: func(ctx context.Context) ([]names.Known, error) {
		var roles []types.Role
		for p := iam.NewListRolesPaginator(client, &iam.ListRolesInput{MaxItems: aws.Int32(page)}); p.HasMorePages() && len(roles) < most; {
			out, err := p.NextPage(ctx)
			if err != nil {
				return nil, failure.Of(ctx, "listing the roles", err)
			}
			roles = append(roles, out.Roles...)
		}
		ofService := func(r types.Role) int {
			if strings.HasPrefix(aws.ToString(r.Path), "/aws-service-role/") {
				return 1
			}
			return 0
		}
		slices.SortStableFunc(roles, func(a, b types.Role) int { return ofService(a) - ofService(b) })
		return known(Role, roles, func(r types.Role) *string { return r.RoleName }), nil
	}}
}

// known are the names of what was listed, as far as it has names.
func known[T any](kind string, listed []T, name func(T) *string) []names.Known {
	var out []names.Known
	for _, l := range listed {
		if n := aws.ToString(name(l)); n != "" {
			out = append(out, names.Known{Kind: kind, Name: n})
		}
	}
	return out
}
