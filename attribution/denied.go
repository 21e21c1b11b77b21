package attribution

import "strings"

// denials are what services call a refusal for want of permission; most say
// AccessDenied, EC2 and some others do not.
var denials = []string{
	"accessdenied", "unauthorized", "notauthorized", "forbidden", "authorizationerror", "authfailure",
}

// Denied reports whether an error code means that access was refused, and not
// that the call was wrong or its object missing.
func Denied(code string) bool {
	folded := strings.ToLower(code)
	for _, d := range denials {
		if strings.Contains(folded, d) {
			return true
		}
	}
	return false
}
