package polling

import (
	"math"
	"time"
)

// Turn is what a query's life looks like from a turn of the conversation.
type Turn struct {
	// Length is the time from a query's start to the turn's end.
	Length time.Duration
	// RoundTrip is how long one call takes; half of it passes before the
	// service looks.
	RoundTrip time.Duration
}

// Typical is a turn with nothing out of the ordinary: 6.9 seconds are left
// after the start, and a call takes 60 ms.
var Typical = Turn{Length: 6900 * time.Millisecond, RoundTrip: 60 * time.Millisecond}

// Forecast is what a schedule can be expected to do.
type Forecast struct {
	Delay  time.Duration // from a query's end until it is known, on average, where it is known within the turn
	Calls  float64       // for one query within the turn, on average
	InTurn float64       // the share of queries that are known to have ended within the turn
}

// What a schedule is computed with: moments are a step apart, polls a gap at
// least, and the schedule ends at the horizon.
const (
	step    = 20 * time.Millisecond
	minGap  = 200 * time.Millisecond
	horizon = 30 * time.Second
)

// Fit computes the schedule with the least delay that makes no more than calls
// for a query within a turn, on average.
//
// It is a shortest path: a poll at one moment, after the poll at another, costs
// the delay of what ended between the two, and a price for the call itself if
// the query had not ended by the first. The price is set so that calls come
// out.
func Fit(d Lognormal, turn Turn, calls float64) (Schedule, Forecast) {
	cheap, dear := 0.0, 60.0 // the price of a call, in seconds of delay
	best := cheapest(d, dear)
	for range 40 {
		price := (cheap + dear) / 2
		s := cheapest(d, price)
		if s.Forecast(d, turn).Calls <= calls {
			best, dear = s, price
		} else {
			cheap = price
		}
	}
	return best, best.Forecast(d, turn)
}

// cheapest is the schedule with the least delay and price together.
func cheapest(d Lognormal, price float64) Schedule {
	n := int(horizon / step)
	ended := make([]float64, n+1) // the share that has, by each moment
	spent := make([]float64, n+1) // the sum of the times at which they did, in seconds
	for i := 1; i <= n; i++ {
		at := time.Duration(i) * step
		ended[i] = d.Below(at)
		spent[i] = spent[i-1] + (ended[i]-ended[i-1])*(at-step/2).Seconds()
	}
	cost, next := make([]float64, n+1), make([]int, n+1)
	for i := n - 1; i >= 0; i-- {
		cost[i] = math.Inf(1)
		// A poll in more than ten seconds is never worth considering.
		for j := min(n, i+int(minGap/step)); j <= min(n, i+int(10*time.Second/step)); j++ {
			at := (time.Duration(j) * step).Seconds()
			c := (ended[j]-ended[i])*at - (spent[j] - spent[i]) + price*(1-ended[i]) + cost[j]
			if c < cost[i] {
				cost[i], next[i] = c, j
			}
		}
	}
	var s Schedule
	for i := next[0]; ; i = next[i] {
		s = append(s, time.Duration(i)*step)
		if i == n {
			return s
		}
	}
}

// Forecast tells what the schedule does with queries of this distribution. A
// turn's last poll is as late as its end allows, whatever the schedule says.
func (s Schedule) Forecast(d Lognormal, turn Turn) Forecast {
	var f Forecast
	var delay, before float64
	last := turn.Length - turn.RoundTrip
	for at := time.Duration(0); at < last; {
		at = min(s.Next(at), last)
		if last-at < minGap {
			at = last
		}
		f.Calls += 1 - before
		looked := at + turn.RoundTrip/2
		ended := d.Below(looked)
		delay += (ended-before)*turn.RoundTrip.Seconds()/2 + d.waiting(before, looked)
		before = ended
	}
	f.InTurn = before
	f.Delay = seconds(delay / before)
	return f
}

// waiting is the time, summed over the queries that end after the share of
// ended had and by the moment at, from their end to that moment.
func (d Lognormal) waiting(ended float64, at time.Duration) float64 {
	// Σ (at − x) over the distribution is the integral of its share below x.
	const slices = 64
	from := d.quantile(ended)
	width := (at.Seconds() - from) / slices
	var sum float64
	for i := range slices {
		sum += (d.Below(seconds(from+(float64(i)+0.5)*width)) - ended) * width
	}
	return sum
}

// quantile is the time in seconds that a share of the queries stays below.
func (d Lognormal) quantile(share float64) float64 {
	if share <= 0 {
		return 0
	}
	return math.Exp(d.Mu + d.Sigma*math.Sqrt2*math.Erfinv(2*share-1))
}
