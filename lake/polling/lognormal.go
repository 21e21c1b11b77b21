package polling

import (
	"fmt"
	"math"
	"time"

	"pudding/lake"
)

// Lognormal is how long queries take: the logarithm of their time in seconds
// is normally distributed.
type Lognormal struct{ Mu, Sigma float64 }

// p95 is how many standard deviations the 95th percentile lies above the mean.
const p95 = 1.6448536269514722

// LognormalOf is the distribution with this median and 95th percentile.
func LognormalOf(median, high time.Duration) Lognormal {
	return Lognormal{math.Log(median.Seconds()), math.Log(high.Seconds()/median.Seconds()) / p95}
}

// Median and P95 are the times that half, and 95 of a hundred, stay below.
func (d Lognormal) Median() time.Duration { return seconds(math.Exp(d.Mu)) }
func (d Lognormal) P95() time.Duration    { return seconds(math.Exp(d.Mu + p95*d.Sigma)) }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// Below is the share of queries that have ended at t.
func (d Lognormal) Below(t time.Duration) float64 {
	if t <= 0 {
		return 0
	}
	return phi((math.Log(t.Seconds()) - d.Mu) / d.Sigma)
}

func phi(z float64) float64     { return math.Erfc(-z/math.Sqrt2) / 2 }
func density(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

// minObservations is how many completions say anything about a distribution.
const minObservations = 20

// Estimate fits a Lognormal to completions as polling saw them, each between
// two moments; one with a Done of zero had not ended at Running. It maximises
// their likelihood by expectation and maximisation (Dempster, Laird and Rubin,
// "Maximum Likelihood from Incomplete Data via the EM Algorithm", 1977), and
// is an error for fewer than 20 completions that have ended.
func Estimate(seen []lake.Completion) (Lognormal, error) {
	ended := 0
	for _, c := range seen {
		if c.Done > 0 {
			ended++
		}
	}
	if ended < minObservations {
		return Lognormal{}, fmt.Errorf("%d completed queries are too few to fit a schedule to: %d are needed", ended, minObservations)
	}
	d := Lognormal{Mu: 1, Sigma: 1}
	for range 500 {
		var sum, squares float64
		for _, c := range seen {
			m, v := d.within(c)
			sum += m
			squares += v
		}
		n := float64(len(seen))
		next := Lognormal{Mu: sum / n}
		next.Sigma = max(0.05, math.Sqrt(max(0, squares/n-next.Mu*next.Mu)))
		if math.Abs(next.Mu-d.Mu)+math.Abs(next.Sigma-d.Sigma) < 1e-7 {
			return next, nil
		}
		d = next
	}
	return d, nil
}

// within is the mean, and the mean square, of the logarithm of a time of which
// it is only known where it lies.
func (d Lognormal) within(c lake.Completion) (mean, square float64) {
	low, high := math.Inf(-1), math.Inf(1)
	if c.Running > 0 {
		low = (math.Log(c.Running.Seconds()) - d.Mu) / d.Sigma
	}
	if c.Done > 0 {
		high = (math.Log(c.Done.Seconds()) - d.Mu) / d.Sigma
	}
	share := phi(high) - phi(low)
	if share < 1e-9 { // too far out for the tails: the nearer end will do
		z := low
		if math.IsInf(z, 0) || !math.IsInf(high, 0) && math.Abs(high) < math.Abs(low) {
			z = high
		}
		mean = d.Mu + d.Sigma*z
		return mean, mean * mean
	}
	first := (density(low) - density(high)) / share
	second := 1 + (times(low)-times(high))/share
	mean = d.Mu + d.Sigma*first
	return mean, d.Mu*d.Mu + 2*d.Mu*d.Sigma*first + d.Sigma*d.Sigma*second
}

// times is z·density(z), which vanishes at both ends.
func times(z float64) float64 {
	if math.IsInf(z, 0) {
		return 0
	}
	return z * density(z)
}
