package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// namesThatExist serves IAM's lists and S3's, of an account with one of each.
func namesThatExist(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Millisecond) // the SDK closes a request's body too early where the answer comes at once
		_ = r.ParseForm()
		w.Header().Set("Content-Type", "text/xml")
		action := r.Form.Get("Action")
		if action == "" {
			fmt.Fprint(w, "<ListAllMyBucketsResult><Buckets><Bucket><Name>prod-logs-eu-west-1</Name></Bucket></Buckets></ListAllMyBucketsResult>")
			return
		}
		list := map[string]string{"ListUsers": "<Users><member><UserName>mei.tanaka</UserName></member></Users>", "ListRoles": "<Roles></Roles>"}[action]
		fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult>%[2]s<IsTruncated>false</IsTruncated></%[1]sResult></%[1]sResponse>", action, list)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestTheFunctionKnowsTheNamesThatExist(t *testing.T) {
	api, _, log := start(t)
	heard := func(bucket string) string {
		return strings.Replace(whoAte, `"value":"pudding"`, `"value":"`+bucket+`"`, 1)
	}
	// The names are listed beside the first turns.
	for n := range 100 {
		answer := api.invoke(fmt.Sprint("turn", n), envelope(theSkill, heard("prod dogs e u west one")), 8*time.Second)
		if strings.Contains(string(answer.body), "Do you mean prod-logs-eu-west-1?") {
			return
		}
	}
	t.Errorf("nobody asked back: %s", log())
}
