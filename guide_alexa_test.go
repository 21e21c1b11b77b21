//go:build guide

package pudding_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const (
	theCode  = "AnCodeThatLoginWithAmazonShowed"
	theToken = "Atza|token"
)

// alexa is what the ASK CLI talks to: Login with Amazon, and as much of the Skill
// Management API as a deployment needs, as strict as that is about the order of things.
type alexa struct {
	url      string
	cloud    *cloud
	uploaded []byte            // the skill package
	imports  map[string]string // why each failed, empty if it didn't
}

func newAlexa(t *testing.T, c *cloud) *alexa {
	t.Helper()
	a := &alexa{cloud: c, imports: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /auth/o2/token", a.token)
	mux.HandleFunc("GET /v1/vendors", a.vendors)
	mux.HandleFunc("POST /v1/skills/uploads", a.upload)
	mux.HandleFunc("PUT /uploaded", a.put)
	mux.HandleFunc("POST /v1/skills/imports", a.importPackage)
	mux.HandleFunc("POST /v1/skills/{skill}/imports", a.importPackage)
	mux.HandleFunc("GET /v1/skills/imports/{id}", a.imported)
	mux.HandleFunc("GET /v1/skills/{skill}/stages/development/enablement", a.enabled)
	mux.HandleFunc("PUT /v1/skills/{skill}/stages/development/enablement", a.enable)
	mux.HandleFunc("DELETE /v1/skills/{skill}", a.delete)
	server := httptest.NewServer(a.guard(mux))
	t.Cleanup(server.Close)
	a.url = server.URL
	return a
}

// guard lets in who signed in, and keeps the cloud as it is after each request.
func (a *alexa) guard(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		if r.URL.Path != "/auth/o2/token" && r.URL.Path != "/uploaded" && token != theToken {
			reply(w, http.StatusUnauthorized, map[string]any{"message": "Token is invalid/expired"})
			return
		}
		if err := a.cloud.read(); err != nil {
			reply(w, http.StatusInternalServerError, map[string]any{"message": err.Error()})
			return
		}
		api.ServeHTTP(w, r)
		if err := a.cloud.write(); err != nil {
			panic(err)
		}
	})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if body != nil {
		_ = json.NewEncoder(w).Encode(body)
	}
}

func (a *alexa) token(w http.ResponseWriter, r *http.Request) {
	var asked struct{ Code string }
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.Code != theCode {
		reply(w, http.StatusOK, map[string]any{"error": "invalid_grant"})
		return
	}
	reply(w, http.StatusOK, map[string]any{"access_token": theToken, "refresh_token": "Atzr|token", "token_type": "bearer", "expires_in": 3600})
}

func (a *alexa) vendors(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusOK, map[string]any{"vendors": []any{map[string]any{"id": "M0", "name": "Crumb & Spoon", "roles": []string{"ROLE_ADMINISTRATOR"}}}})
}

func (a *alexa) upload(w http.ResponseWriter, _ *http.Request) {
	reply(w, http.StatusCreated, map[string]any{"uploadUrl": a.url + "/uploaded", "expiresAt": "2099-01-01T00:00:00Z"})
}

func (a *alexa) put(w http.ResponseWriter, r *http.Request) {
	a.uploaded, _ = io.ReadAll(r.Body)
	w.WriteHeader(http.StatusOK)
}

func (a *alexa) importPackage(w http.ResponseWriter, r *http.Request) {
	skill := r.PathValue("skill")
	if skill != a.cloud.Skill {
		reply(w, http.StatusNotFound, map[string]any{"message": fmt.Sprintf("there is no skill %q, or there is one already", skill)})
		return
	}
	id := fmt.Sprint("import-", len(a.imports))
	endpoint, err := a.packageFault()
	switch {
	case err != nil:
		a.imports[id] = err.Error()
	case endpoint != "" && (skill == "" || endpoint != givenARN || a.cloud.Parameters["SkillId"] != skill):
		a.imports[id] = "The trigger setting for the Lambda " + endpoint + " is invalid."
	default:
		a.imports[id] = ""
		a.cloud.Skill, a.cloud.Endpoint = givenSkill, endpoint
	}
	w.Header().Set("Location", "/v1/skills/imports/"+id)
	reply(w, http.StatusAccepted, nil)
}

// packageFault is the endpoint in the package that was uploaded, and what Alexa would
// not take in it.
func (a *alexa) packageFault() (endpoint string, err error) {
	files, err := zip.NewReader(bytes.NewReader(a.uploaded), int64(len(a.uploaded)))
	if err != nil {
		return "", err
	}
	var skill struct {
		Manifest struct {
			APIs struct {
				Custom *struct{ Endpoint struct{ URI string } }
			}
			PublishingInformation struct{ Locales map[string]any }
		}
	}
	if err := readPacked(files, "skill.json", &skill); err != nil {
		return "", err
	}
	if skill.Manifest.APIs.Custom == nil || len(skill.Manifest.PublishingInformation.Locales) == 0 {
		return "", fmt.Errorf("the manifest has no custom API, or no locale")
	}
	for locale := range skill.Manifest.PublishingInformation.Locales {
		var model struct {
			InteractionModel struct {
				LanguageModel struct{ InvocationName string }
			}
		}
		err := readPacked(files, "interactionModels/custom/"+locale+".json", &model)
		if err != nil || model.InteractionModel.LanguageModel.InvocationName == "" {
			return "", fmt.Errorf("%s has no interaction model: %v", locale, err)
		}
	}
	return skill.Manifest.APIs.Custom.Endpoint.URI, nil
}

func readPacked(files *zip.Reader, name string, into any) error {
	file, err := files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return json.NewDecoder(file).Decode(into)
}

func (a *alexa) imported(w http.ResponseWriter, r *http.Request) {
	failed, ok := a.imports[r.PathValue("id")]
	switch {
	case !ok:
		reply(w, http.StatusNotFound, map[string]any{"message": "there is no such import"})
	case failed != "":
		reply(w, http.StatusOK, map[string]any{"status": "FAILED", "skill": map[string]any{"resources": []any{
			map[string]any{"name": "Manifest", "action": "UPDATE", "status": "FAILED", "errors": []any{map[string]any{"message": failed}}},
		}}})
	default:
		reply(w, http.StatusOK, map[string]any{"status": "SUCCEEDED", "skill": map[string]any{"skillId": a.cloud.Skill, "resources": []any{}}})
	}
}

func (a *alexa) enabled(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("skill") != a.cloud.Skill || !a.cloud.Enabled {
		reply(w, http.StatusNotFound, map[string]any{"message": "The skill is not enabled."})
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (a *alexa) enable(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.PathValue("skill") != a.cloud.Skill:
		reply(w, http.StatusNotFound, map[string]any{"message": "there is no such skill"})
	case a.cloud.Endpoint == "":
		reply(w, http.StatusBadRequest, map[string]any{"message": "Skill is not ready for enablement. - custom - object has missing required properties ([endpoint])"})
	default:
		a.cloud.Enabled = true
		w.WriteHeader(http.StatusNoContent)
	}
}

func (a *alexa) delete(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("skill") != a.cloud.Skill {
		reply(w, http.StatusNotFound, map[string]any{"message": "there is no such skill"})
		return
	}
	a.cloud.Skill, a.cloud.Endpoint, a.cloud.Enabled = "", "", false
	w.WriteHeader(http.StatusNoContent)
}
