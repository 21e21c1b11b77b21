package ask

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"pudding/internal/lazyregexp"
)

// Services opens Alexa's own services to the requests that carry their
// endpoint and token. It is safe for use by several turns at once.
type Services struct {
	// HTTP sends the calls; nil is http.DefaultClient.
	HTTP *http.Client
	// Loopback is an address (host:port) on this machine that requests may name
	// as their endpoint beside Alexa's hosts. Empty allows none.
	Loopback string
}

// call sends one request to the service that r's own token opens, and returns
// the reply's body. A status outside 2xx is an error.
func (s *Services) call(ctx context.Context, r *Request, method, path string, body any) ([]byte, error) {
	base, err := s.endpoint(r.APIEndpoint())
	if err != nil {
		return nil, err
	}
	var payload []byte
	if body != nil {
		if payload, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, base+path, bytes.NewReader(payload))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+r.APIAccessToken())
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return s.send(req)
}

func (s *Services) send(req *http.Request) ([]byte, error) {
	client := s.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return nil, fmt.Errorf("%s %s answered %s", req.Method, req.URL.Path, resp.Status)
	}
	return reply, nil
}

// endpoint checks where a request wants its token sent. A forged envelope could
// name any host, so only Amazon's own are trusted, and only over TLS.
func (s *Services) endpoint(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return "", fmt.Errorf("the request's apiEndpoint is not the address of a host")
	}
	base := u.Scheme + "://" + u.Host
	switch {
	case u.Scheme == "https" && amazons.MatchString(u.Host):
		return base, nil
	case s.Loopback != "" && u.Scheme == "http" && u.Host == s.Loopback && isLoopback(u.Hostname()):
		return base, nil
	default:
		return "", fmt.Errorf("the request's apiEndpoint is at %.100q, which is not Alexa's", u.Hostname())
	}
}

// amazons is a name of a host of Alexa's, by the letters that names of hosts are of:
// an address, or what would be read otherwise elsewhere, is none.
var amazons = lazyregexp.New(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+amazonalexa\.com(:443)?$`)

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// noRedirect keeps a token from following a redirect to another host.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// NewHTTPClient returns a client fit for Services.
func NewHTTPClient() *http.Client {
	return &http.Client{CheckRedirect: noRedirect}
}
