package scene_test

import (
	"testing"
	"time"

	"pudding/booth/scene"
	"pudding/lake/local"
)

func TestTheSceneIsDatedAroundNowInAnyZone(t *testing.T) {
	for _, zoneName := range []string{"UTC", "Asia/Tokyo", "America/Los_Angeles"} {
		zone, err := time.LoadLocation(zoneName)
		if err != nil {
			t.Fatal(err)
		}
		for _, now := range []time.Time{
			time.Date(2026, 11, 23, 0, 5, 0, 0, zone), time.Date(2026, 3, 29, 12, 0, 0, 0, zone), time.Date(2028, 2, 29, 23, 55, 0, 0, zone),
		} {
			dir := t.TempDir()
			if err := scene.Write(dir, now, zone); err != nil {
				t.Fatal(err)
			}
			store, err := local.Open(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			report, err := store.Load(t.Context(), []string{dir}, nil)
			if err != nil || len(report.Bad) > 0 || report.Events < 50 {
				t.Errorf("%s: %+v, %v", now, report, err)
			}
			_ = store.Close()
		}
	}
}
