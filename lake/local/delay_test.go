package local

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestADelayIsRead(t *testing.T) {
	for _, s := range []string{"x", "-1s", "2h", "lognormal:", "lognormal:3s", "lognormal:9s,3s", "lognormal:0s,3s", "lognormal:3s,9s,1s", "3"} {
		if d, err := ParseDelay(s); err == nil {
			t.Errorf("%q was read, and draws %s", s, d.draw())
		}
	}
	fixed, err := ParseDelay("1500ms")
	if err != nil || fixed.draw() != 1500*time.Millisecond {
		t.Errorf("%v, %v", fixed.draw(), err)
	}
	if none, err := ParseDelay(""); err != nil || none.draw() != 0 {
		t.Errorf("%v, %v", none.draw(), err)
	}
}

func TestALognormalDelayHasItsMedianAndItsPercentile(t *testing.T) {
	d, err := ParseDelay("lognormal:3s,9s")
	if err != nil {
		t.Fatal(err)
	}
	var drawn []time.Duration
	for range 100_000 {
		drawn = append(drawn, d.draw())
	}
	slices.Sort(drawn)
	for percentile, want := range map[int]float64{50: 3, 95: 9} {
		if got := drawn[len(drawn)*percentile/100].Seconds(); math.Abs(got-want)/want > 0.05 {
			t.Errorf("percentile %d: %.2f s, want about %.0f", percentile, got, want)
		}
	}
}
