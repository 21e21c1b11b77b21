package doctor_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"pudding/doctor"
)

func TestCredentialsThatCanNotBeUsedAreToldWithWhatIsWrong(t *testing.T) {
	t.Parallel()
	instead, address := closed()
	missing := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, fmt.Errorf("%s: the SSO session has expired or is invalid", strings.Repeat("failed to refresh: ", 20))
	})
	for name, c := range map[string]struct {
		change func(*aws.Config)
		want   doctor.Finding
	}{
		"no region": {func(a *aws.Config) { a.Region = "" }, doctor.Finding{
			Item: "region", Found: "is not set, so that nothing can be tried", Remedy: "set AWS_REGION to the region of the function's stack",
		}},
		"nobody known": {func(a *aws.Config) { *a = as(*a, "AKIDNOBODY") }, doctor.Finding{
			Item: "credentials", Found: "are not taken in eu-west-1, so that nothing can be tried: UnrecognizedClientException: The security token included in the request is invalid.",
			Remedy: "sign in again, or set AWS_PROFILE; if that doesn't help, enable eu-west-1 for the account",
		}},
		"a network that lets nothing through": {func(a *aws.Config) { *a = diverted(*a, []string{"sts"}, instead) }, doctor.Finding{
			Item: "STS", Found: "can't be reached, so that nothing can be tried: dial tcp " + address + ": connect: connection refused",
			Remedy: "see whether this network lets it through, and AWS_ENDPOINT_URL is right, if it is set",
		}},
		"a session that ended": {func(a *aws.Config) { a.Credentials = missing }, doctor.Finding{Item: "credentials", Remedy: "sign in, or set AWS_PROFILE"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, environment, account := deployment(t)
			c.change(&account)
			_, all := examined(t, environment, account, doctor.Function{})
			c.want.Grade = doctor.Broken
			got := all[0]
			if c.want.Found == "" {
				if !strings.HasSuffix(got.Found, "the SSO session has expired or is invalid") || len(got.Found) > 300 {
					t.Errorf("the cause is cut off, or lost: %s", got.Found)
				}
				got.Found = ""
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			for _, f := range all {
				if f.Item == "answers" || strings.Contains(f.Item, ":") {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}
