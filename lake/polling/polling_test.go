package polling

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pudding/lake"
)

func TestAScheduleIsReadAsItIsWritten(t *testing.T) {
	s, err := Parse("# as seen in May\n 900ms, 1.37s\t2s # and so on\n\n30s")
	if err != nil || s.String() != "900ms,1.37s,2s,30s" {
		t.Fatalf("%v, %v", s, err)
	}
	again, err := Parse(s.String())
	if err != nil || again.String() != s.String() {
		t.Errorf("%v, %v", again, err)
	}
	for _, wrong := range []string{"", "# nothing", "1s 1s", "2s,1s", "0s", "-1s", "soon", "1"} {
		if s, err := Parse(wrong); err == nil {
			t.Errorf("%q was read as %v", wrong, s)
		}
	}
}

func TestAQueryIsAskedAfterOnTheScheduleAndThenLessAndLess(t *testing.T) {
	s := Schedule{time.Second, 2 * time.Second, 3 * time.Second}
	for age, want := range map[time.Duration]time.Duration{
		0: time.Second, time.Second: 2 * time.Second, 1500 * time.Millisecond: 2 * time.Second, 2999 * time.Millisecond: 3 * time.Second,
		3 * time.Second: 3200 * time.Millisecond, time.Minute: 64 * time.Second, time.Hour: 64 * time.Minute,
	} {
		if got := s.Next(age); got != want {
			t.Errorf("after %s: %s, want %s", age, got, want)
		}
	}
}

var lognormal = LognormalOf(3*time.Second, 9*time.Second)

// The bounds that the schedule for CloudTrail Lake was made for.
func TestTheScheduleForLakeHasLittleDelayForFewCalls(t *testing.T) {
	f := Lake.Forecast(lognormal, Typical)
	if f.Delay > 290*time.Millisecond || f.Calls > 6 || f.InTurn < 0.89 {
		t.Errorf("%+v", f)
	}
}

func TestAForecastIsWhatHappens(t *testing.T) {
	for name, s := range map[string]Schedule{"for Lake": Lake, "every half second": {500 * time.Millisecond, time.Second, 1500 * time.Millisecond, 2 * time.Second}} {
		t.Run(name, func(t *testing.T) {
			f := s.Forecast(lognormal, Typical)
			delay, calls, inTurn := play(s, 200_000)
			if math.Abs(delay-f.Delay.Seconds()) > 0.01 || math.Abs(calls-f.Calls) > 0.05 || math.Abs(inTurn-f.InTurn) > 0.01 {
				t.Errorf("forecast %+v; it took %.3f s and %.2f calls, %.3f in the turn", f, delay, calls, inTurn)
			}
		})
	}
}

// play has queries asked after, one by one, as a source does it.
func play(s Schedule, n int) (delay, calls, inTurn float64) {
	random := rand.New(rand.NewPCG(1, 2))
	known := 0
	last := Typical.Length - Typical.RoundTrip
	for range n {
		ends := seconds(math.Exp(lognormal.Mu + lognormal.Sigma*random.NormFloat64()))
		for at := time.Duration(0); at < last; {
			if at = min(s.Next(at), last); last-at < minGap {
				at = last
			}
			calls++
			if at+Typical.RoundTrip/2 >= ends {
				delay += (at + Typical.RoundTrip - ends).Seconds()
				known++
				break
			}
		}
	}
	return delay / float64(known), calls / float64(n), float64(known) / float64(n)
}

func TestMoreCallsBuyLessDelay(t *testing.T) {
	last := time.Hour
	for _, calls := range []float64{3, 4.2, 5.9, 8} {
		s, f := Fit(lognormal, Typical, calls)
		if f.Calls > calls || f.Delay >= last {
			t.Errorf("for %.1f calls: %+v", calls, f)
		}
		if _, err := Parse(s.String()); err != nil {
			t.Errorf("what was fitted can't be read: %v", err)
		}
		last = f.Delay
	}
}

func TestNoScheduleOfEvenIntervalsIsBetter(t *testing.T) {
	for _, every := range []time.Duration{250, 500, 750, 1000} {
		var even Schedule
		for at := every * time.Millisecond; at < 10*time.Second; at += every * time.Millisecond {
			even = append(even, at)
		}
		rival := even.Forecast(lognormal, Typical)
		_, f := Fit(lognormal, Typical, rival.Calls)
		t.Logf("every %s: %s for %.2f calls; fitted: %s for %.2f", every*time.Millisecond, rival.Delay.Round(time.Millisecond), rival.Calls,
			f.Delay.Round(time.Millisecond), f.Calls)
		if f.Delay >= rival.Delay {
			t.Errorf("every %s: %+v is no better than %+v", every*time.Millisecond, f, rival)
		}
	}
}

func TestADistributionIsFoundAgainInWhatPollingSees(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	want := LognormalOf(18*time.Second, 40*time.Second)
	var seen []lake.Completion
	for range 2000 {
		ends := seconds(math.Exp(want.Mu + want.Sigma*random.NormFloat64()))
		var c lake.Completion
		for c.Done < ends && c.Running < 30*time.Second { // by then nobody looks any more
			c.Running, c.Done = c.Done, Lake.Next(c.Done)
		}
		if c.Done < ends {
			c.Done = 0
		}
		seen = append(seen, c)
	}
	got, err := Estimate(seen)
	if err != nil {
		t.Fatal(err)
	}
	if m, p := got.Median().Seconds(), got.P95().Seconds(); math.Abs(m-18) > 1 || math.Abs(p-40) > 4 {
		t.Errorf("half within %.1f s, 95 of a hundred within %.1f s", m, p)
	}
}

func TestAFewQueriesAreNoDistribution(t *testing.T) {
	if _, err := Estimate(make([]lake.Completion, 100)); err == nil || !strings.Contains(err.Error(), "too few") {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("1s,2s # x")
	f.Fuzz(func(t *testing.T, table string) {
		s, err := Parse(table)
		if err != nil {
			return
		}
		for age := time.Duration(0); age < time.Minute; age += 7 * time.Second {
			if next := s.Next(age); next <= age {
				t.Fatalf("after %s comes %s", age, next)
			}
		}
	})
}

func BenchmarkFit(b *testing.B) {
	for b.Loop() {
		Fit(lognormal, Typical, 5.9)
	}
}

func TestTheTableForLakeIsWhatTheCodeComputes(t *testing.T) {
	if s, _ := Fit(lognormal, Typical, 5.9); s.String() != Lake.String() {
		t.Errorf("lake.txt is not %s", s)
	}
}
