// Package directory knows the names of what exists in an account: users, roles,
// buckets, and whatever else its lists tell of. It is asked what a heard name
// may have meant, and answers at once: names are listed beside the turns that
// need them, and kept between them.
package directory

import (
	"context"
	"fmt"
	"maps"
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
	// lull is how long a turn has the processor to itself before lists are made.
	lull = 30 * time.Millisecond
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

	indexing sync.Mutex

	mu      sync.Mutex
	indexes map[string]*names.Index // by locale; nil until there are names
}

// list is a List and what it last was.
type list struct {
	List
	known  []names.Known
	next   time.Time     // when it is due
	making chan struct{} // closed once it is made or has failed; nil if it isn't being made
}

// New returns a Directory of some lists. It makes none before it is told to.
func New(now func() time.Time, lists ...List) *Directory {
	d := &Directory{now: now, indexes: map[string]*names.Index{}}
	for _, l := range lists {
		d.lists = append(d.lists, &list{List: l})
	}
	return d
}

// Refresh has the lists made that are due, beside the caller, for names that are
// heard in a locale, and returns at once. What is costly is left out unless the
// turn asks no question itself.
func (d *Directory) Refresh(ctx context.Context, locale string, idle bool) {
	if d == nil {
		return
	}
	d.mu.Lock()
	if _, kept := d.indexes[locale]; !kept {
		d.indexes[locale] = nil // until there are names
	}
	d.mu.Unlock()
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
	time.Sleep(lull)
	log := zerolog.Ctx(ctx)
	known, err := l.listed(ctx)
	if err != nil {
		log.Warn().Err(err).Str("list", l.Of).Msg("can't list the names that exist")
	} else {
		log.Info().Str("list", l.Of).Int("names", len(known)).Msg("listed the names that exist")
	}
	if d.settle(l, known, err) {
		d.index()
	}
	d.end(l)
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

// settle takes a list as it was made, and reports whether it has changed.
func (d *Directory) settle(l *list, known []names.Known, err error) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l.next = d.now().Add(retry)
	if err != nil {
		return false
	}
	l.next = d.now().Add(age)
	changed := !slices.Equal(known, l.known)
	l.known = known
	return changed
}

func (d *Directory) end(l *list) {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(l.making)
	l.making = nil
}

// index makes the indexes of all names, for the locales that names were heard in.
// Until they are made, the old ones are used.
func (d *Directory) index() {
	d.indexing.Lock() // what was known first must not be there last
	defer d.indexing.Unlock()
	d.mu.Lock()
	known, locales := d.all(), slices.Collect(maps.Keys(d.indexes))
	d.mu.Unlock()
	for _, locale := range locales {
		x, err := names.New(known, locale)
		if err != nil {
			continue // nobody listens in that locale
		}
		d.mu.Lock()
		d.indexes[locale] = x
		d.mu.Unlock()
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

// indexOf is what names heard in a locale are looked up in, nil where nothing is
// known. For a locale that is new it is made at once.
func (d *Directory) indexOf(locale string) *names.Index {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	x, known := d.indexes[locale], d.all()
	d.mu.Unlock()
	if x != nil || len(known) == 0 {
		return x
	}
	x, err := names.New(known, locale)
	if err != nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.indexes[locale] = x
	return x
}

// Resolve finds the names of some kinds, or of any, that were meant by what was
// heard in a locale. known is false where the directory has none of them.
func (d *Directory) Resolve(heard, locale string, kinds ...string) (answer names.Answer, known bool) {
	x := d.indexOf(locale)
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
	seen := map[string]bool{}
	for _, l := range d.lists {
		for _, k := range l.known {
			if !seen[k.Name] && (len(kinds) == 0 || slices.Contains(kinds, k.Kind)) && strings.Contains(lake.Fold(k.Name), folded) {
				seen[k.Name] = true
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
