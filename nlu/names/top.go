package names

import (
	"cmp"
	"math"
	"slices"
)

// top keeps the best few of many names; of equals, the first.
type top struct {
	most  int
	kept  []scored
	least float32 // score that is not enough to be kept
}

type scored struct {
	name  int32
	score float32
}

func newTop(n int) *top {
	return &top{most: n, kept: make([]scored, 0, 2*n), least: float32(math.Inf(-1))}
}

func (t *top) offer(name int32, score float32) {
	if score <= t.least {
		return
	}
	t.kept = append(t.kept, scored{name, score})
	if len(t.kept) == 2*t.most {
		t.cut()
	}
}

func (t *top) cut() {
	slices.SortFunc(t.kept, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.name, b.name))
	})
	t.kept = t.kept[:min(t.most, len(t.kept))]
	if len(t.kept) == t.most {
		t.least = t.kept[t.most-1].score
	}
}

// names are those kept, the best first.
func (t *top) names() []int32 {
	t.cut()
	out := make([]int32, len(t.kept))
	for i, s := range t.kept {
		out[i] = s.name
	}
	return out
}
