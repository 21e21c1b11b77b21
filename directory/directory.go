// Package directory knows the names of what exists in an account: users, roles,
// buckets, and whatever else its lists tell of. It is asked what a heard name
// may have meant, and answers at once: names are listed beside the turns that
// need them, and kept between them.
package directory

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"pudding/lake"
	"pudding/nlu/names"
)

const (
	// age is how old a list may become before it is made again; until then, and
	// while it is made, the old one is used.
	age = 15 * time.Minute
	// retry is how long a list that failed is left at that.
	retry = time.Minute
	// patience is how long a list may take. A function between two turns stands
	// still, but the clock goes on.
	patience = 5 * time.Minute
	// most is how many names a list may have: beyond, a look-up would take longer
	// than a turn has for it.
	most = 20_000
)

// Kinds of names. The other kinds of things have the ids of nlu.ResourceTypes.
const (
	User   = "user"
	Role   = "role"
	Bucket = "bucket"
)

// List makes a list of names, those most likely to be asked for first.
type List struct {
	Of    string // what it is made from, for the log
	Names func(ctx context.Context) ([]names.Known, error)
	// Costly is a list that takes from what questions need. It is made in turns
	// that ask none.
	Costly bool
}

// Directory keeps the names of its lists. It is safe for use by several turns at
// once. A nil Directory knows none.
type Directory struct {
	now   func() time.Time
	lists []*list

	mu      sync.Mutex
	version int // of the names
	indexes map[string]indexed
}

// list is a List and what it last was.
type list struct {
	List
	known  []names.Known
	next   time.Time     // when it is due
	making chan struct{} // closed once it is made or has failed; nil if it isn't being made
}

type indexed struct {
	*names.Index
	version int
}

// New returns a Directory of some lists. It makes none before it is told to.
func New(now func() time.Time, lists ...List) *Directory {
	d := &Directory{now: now, indexes: map[string]indexed{}}
	for _, l := range lists {
		d.lists = append(d.lists, &list{List: l})
	}
	return d
}

// Refresh has the lists made that are due, beside the caller, and returns at
// once. What is costly is left out unless the turn asks no question itself.
func (d *Directory) Refresh(ctx context.Context, idle bool) {
	if d == nil {
		return
	}
	for _, l := range d.lists {
		if (idle || !l.Costly) && d.due(l) {
			go d.list(context.WithoutCancel(ctx), l)
		}
	}
}

func (d *Directory) due(l *list) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l.making != nil || d.now().Before(l.next) {
		return false
	}
	l.making = make(chan struct{})
	return true
}

func (d *Directory) list(ctx context.Context, l *list) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	log := zerolog.Ctx(ctx)
	known, err := l.listed(ctx)
	if err != nil {
		log.Warn().Err(err).Str("list", l.Of).Msg("can't list the names that exist")
	} else {
		log.Info().Str("list", l.Of).Int("names", len(known)).Msg("listed the names that exist")
	}
	d.settle(l, known, err)
}

// listed is a list's names. A panic is an error: nobody waits for a list who
// could apologise.
func (l *list) listed(ctx context.Context) (known []names.Known, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panicked: %v", p)
		}
	}()
	known, err = l.Names(ctx)
	return known[:min(len(known), most)], err
}

func (d *Directory) settle(l *list, known []names.Known, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(l.making)
	l.making, l.next = nil, d.now().Add(retry)
	if err == nil {
		l.next = d.now().Add(age)
		if !slices.Equal(known, l.known) {
			l.known = known
			d.version++
		}
	}
}

// Wait waits until the lists that are being made are made, or have failed, or
// the context ends.
func (d *Directory) Wait(ctx context.Context) {
	if d == nil {
		return
	}
	for _, made := range d.beingMade() {
		select {
		case <-made:
		case <-ctx.Done():
			return
		}
	}
}

func (d *Directory) beingMade() []chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []chan struct{}
	for _, l := range d.lists {
		if l.making != nil {
			out = append(out, l.making)
		}
	}
	return out
}

// all are the names of all lists, each once.
func (d *Directory) all() []names.Known {
	var out []names.Known
	seen := map[names.Known]bool{}
	for _, l := range d.lists {
		for _, k := range l.known {
			if !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
	}
	return out
}

// index is what heard names are looked up in, nil where nothing is known.
func (d *Directory) index(locale string) *names.Index {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if i, ok := d.indexes[locale]; ok && i.version == d.version {
		return i.Index
	}
	known := d.all()
	if len(known) == 0 {
		return nil
	}
	x, err := names.New(known, locale)
	if err != nil {
		return nil // a locale that nobody listens in
	}
	d.indexes[locale] = indexed{x, d.version}
	return x
}

// Resolve finds the names of some kinds, or of any, that were meant by what was
// heard in a locale. known is false where the directory has none of them.
func (d *Directory) Resolve(heard, locale string, kinds ...string) (answer names.Answer, known bool) {
	x := d.index(locale)
	if x == nil {
		return names.Answer{}, false
	}
	return x.Resolve(heard, kinds...), x.Has(kinds...)
}

// Containing are the names of some kinds, or of any, that what was heard is, letter
// by letter, or is a part of.
func (d *Directory) Containing(heard string, kinds ...string) (out []string) {
	folded := lake.Fold(heard)
	if d == nil || folded == "" {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range d.lists {
		for _, k := range l.known {
			if (len(kinds) == 0 || slices.Contains(kinds, k.Kind)) && strings.Contains(lake.Fold(k.Name), folded) && !slices.Contains(out, k.Name) {
				out = append(out, k.Name)
			}
		}
	}
	return out
}

// Likely are the names most likely to be asked for, at most n, of all kinds in
// turn.
func (d *Directory) Likely(n int) []names.Known {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var kinds []string
	byKind := map[string][]names.Known{}
	for _, k := range d.all() {
		if byKind[k.Kind] == nil {
			kinds = append(kinds, k.Kind)
		}
		byKind[k.Kind] = append(byKind[k.Kind], k)
	}
	var out []names.Known
	for rank := 0; len(out) < n; rank++ {
		before := len(out)
		for _, kind := range kinds {
			if rank < len(byKind[kind]) && len(out) < n {
				out = append(out, byKind[kind][rank])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}
