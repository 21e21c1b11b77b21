package ask

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"
)

// Zones knows the time zone of each device that asked, from the Settings
// service (Alexa Skills Kit, "Obtain the Settings Information of a Device").
// It remembers what it learned: a device seldom moves.
type Zones struct {
	services *Services
	known    sync.Map // device id → *time.Location
}

// NewZones returns a Zones that asks through s.
func NewZones(s *Services) *Zones { return &Zones{services: s} }

// Of returns the zone of the device that sent r. A device without the setting,
// a name that the system doesn't know and a service that fails are errors: the
// caller has a zone to fall back on.
func (z *Zones) Of(ctx context.Context, r *Request) (*time.Location, error) {
	if id := r.DeviceID(); id == "." || id == ".." || id == "" {
		return nil, errors.New("asking for the device's time zone: the device has no id")
	}
	if known, ok := z.known.Load(r.DeviceID()); ok {
		return known.(*time.Location), nil
	}
	reply, err := z.services.call(ctx, r, "GET", "/v2/devices/"+url.PathEscape(r.DeviceID())+"/settings/System.timeZone", nil)
	if err != nil {
		return nil, fmt.Errorf("asking for the device's time zone: %w", err)
	}
	var name string
	if err := json.Unmarshal(reply, &name); err != nil {
		return nil, fmt.Errorf("reading the device's time zone: %w", err)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("the device's time zone %q is none that is known here", name)
	}
	z.known.Store(r.DeviceID(), zone)
	return zone, nil
}
