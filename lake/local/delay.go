package local

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"
)

// Delay draws how long a query stays RUNNING at least. A nil Delay holds nothing
// up.
type Delay func() time.Duration

// p95 is how many standard deviations the 95th percentile lies above the mean.
const p95 = 1.6448536269514722

// ParseDelay reads "2s" as a fixed time, "lognormal:3s,9s" as a distribution
// given by its median and 95th percentile, and "" as no delay.
func ParseDelay(s string) (Delay, error) {
	if s == "" {
		return nil, nil
	}
	parameters, isLognormal := strings.CutPrefix(s, "lognormal:")
	if !isLognormal {
		d, err := parseTime(s)
		return func() time.Duration { return d }, err
	}
	first, second, ok := strings.Cut(parameters, ",")
	if !ok {
		return nil, fmt.Errorf("%q is not of the form lognormal:MEDIAN,95TH-PERCENTILE, such as lognormal:3s,9s", s)
	}
	median, err := parseTime(first)
	if err != nil {
		return nil, err
	}
	high, err := parseTime(second)
	if err != nil {
		return nil, err
	}
	if median == 0 || high < median {
		return nil, fmt.Errorf("%q: the median must be more than 0, and the 95th percentile no less than it", s)
	}
	sigma := math.Log(float64(high)/float64(median)) / p95
	return func() time.Duration {
		drawn := float64(median) * math.Exp(sigma*rand.NormFloat64())
		return time.Duration(min(drawn, float64(maxDelay)))
	}, nil
}

// maxDelay is as long as a query of the service's may run: one that is held up
// for so long times out.
const maxDelay = queryLimit

func parseTime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 || d > maxDelay {
		return 0, fmt.Errorf("%q is not a time between 0s and 1h, such as 2s or 1m30s", s)
	}
	return d, nil
}

// draw is one query's delay.
func (d Delay) draw() time.Duration {
	if d == nil {
		return 0
	}
	return d()
}
