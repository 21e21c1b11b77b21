package booth

import (
	"context"
	"errors"
	"io"
	"net/http"

	"pudding/ask"
	"pudding/intents"
)

// Skill answers a request envelope with a response envelope.
type Skill interface {
	Invoke(ctx context.Context, payload []byte) ([]byte, error)
}

// Booth calls a skill as Alexa would.
type Booth struct {
	skill Skill
	cloud *Cloud
}

// New returns a Booth for a skill that reaches Alexa's services at cloud.
func New(skill Skill, cloud *Cloud) *Booth {
	return &Booth{skill: skill, cloud: cloud}
}

// Call sends a request envelope to the skill. It returns what was spoken while
// the answer was being found, and the response envelope.
func (b *Booth) Call(ctx context.Context, envelope []byte) ([]Spoken, []byte, error) {
	r, err := ask.Decode(envelope)
	if err != nil {
		return nil, nil, err
	}
	b.cloud.Open(r)
	response, err := b.skill.Invoke(ctx, envelope)
	return b.cloud.Close(r), response, err
}

// maxEnvelope is the longest body that POST /skill reads.
const maxEnvelope = 256 << 10

// Handler serves POST /skill, which takes a request envelope and returns the
// response envelope, and Alexa's apiEndpoint.
func (b *Booth) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /skill", b.serveSkill)
	mux.Handle("/v1/", b.cloud)
	mux.Handle("/v2/", b.cloud)
	return mux
}

func (b *Booth) serveSkill(w http.ResponseWriter, r *http.Request) {
	envelope, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxEnvelope))
	if err != nil {
		refuse(w, http.StatusRequestEntityTooLarge, "reading the request: "+err.Error())
		return
	}
	_, response, err := b.Call(r.Context(), envelope)
	switch {
	case errors.Is(err, intents.ErrWrongSkill):
		refuse(w, http.StatusForbidden, err.Error())
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(response)
	}
}
