package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"pudding/booth/scene"
	"pudding/lake/local"
)

// events is where the questions of a command are answered from.
type events struct {
	logs  []string
	store string
	id    string
	delay string
}

func (e *events) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&e.logs, "logs", nil, "a folder or file of CloudTrail logs, .json or .json.gz; may be repeated (default: the scene that ships with pudding)")
	f.StringVar(&e.store, "store", "", "a store that 'pudding load' has made; --logs are loaded into it first")
}

// usesScene reports whether the events are the scene's.
func (e *events) usesScene() bool { return len(e.logs) == 0 && e.store == "" }

// lakeServer is an embedded Lake that listens on this machine.
type lakeServer struct {
	URL            string
	EventDataStore string
	// NamesURL serves the same events, without delay and with quotas of its own,
	// to list the names in them: questions must not have to wait for that.
	NamesURL string
	store    *local.Store
	close    []func()
}

func (l *lakeServer) Close() {
	for i := len(l.close) - 1; i >= 0; i-- {
		l.close[i]()
	}
}

// serve loads the events and serves them at addr. The scene is as of now.
func (e *events) serve(ctx context.Context, addr string, now time.Time, zone *time.Location) (_ *lakeServer, err error) {
	delay, err := local.ParseDelay(e.delay)
	if err != nil {
		return nil, misuse("--delay: %v", err)
	}
	l := &lakeServer{}
	defer func() {
		if err != nil {
			l.Close()
		}
	}()
	store, err := e.open(ctx, now, zone)
	if err != nil {
		return nil, err
	}
	l.store = store
	l.close = append(l.close, func() { _ = store.Close() })
	if l.URL, err = l.listen(addr, store, local.Config{EventDataStore: e.id, Delay: delay}); err != nil {
		return nil, err
	}
	l.NamesURL, err = l.listen("127.0.0.1:0", store, local.Config{EventDataStore: l.EventDataStore})
	return l, err
}

// open returns a store with the events. One that is only asked is opened so that
// others may ask it at the same time.
func (e *events) open(ctx context.Context, now time.Time, zone *time.Location) (*local.Store, error) {
	switch {
	case e.usesScene():
		dir, err := os.MkdirTemp("", "pudding-scene-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		if err := scene.Write(dir, now, zone); err != nil {
			return nil, err
		}
		return loaded(ctx, "", []string{dir})
	case e.store == "":
		return loaded(ctx, "", e.logs)
	case len(e.logs) > 0:
		store, err := loaded(ctx, e.store, e.logs)
		if err != nil {
			return nil, err
		}
		if err := store.Close(); err != nil {
			return nil, err
		}
	}
	return local.OpenReadOnly(ctx, e.store)
}

// loaded opens a store and loads log files into it.
func loaded(ctx context.Context, path string, logs []string) (*local.Store, error) {
	store, err := local.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	report, err := load(ctx, store, logs)
	if err != nil {
		_ = store.Close()
		return nil, err
	}
	tellBad(report)
	return store, nil
}

// listen serves a store at addr and returns its URL.
func (l *lakeServer) listen(addr string, store *local.Store, c local.Config) (string, error) {
	lake, err := local.NewServer(store, c)
	if err != nil {
		return "", err
	}
	l.close = append(l.close, func() { _ = lake.Close() })
	l.EventDataStore = lake.EventDataStore()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: lake, ReadHeaderTimeout: 5 * time.Second}
	go server.Serve(listener) //nolint:errcheck // it ends when it is closed
	l.close = append(l.close, func() { _ = server.Close() })
	return "http://" + listener.Addr().String(), nil
}

// load loads log files and shows how far it is on a terminal.
func load(ctx context.Context, store *local.Store, paths []string) (local.Report, error) {
	var bar *progressbar.ProgressBar
	progress := func(p local.Progress) {
		if bar == nil {
			bar = progressbar.NewOptions64(p.Bytes,
				progressbar.OptionSetWriter(os.Stderr),
				progressbar.OptionSetDescription("loading"),
				progressbar.OptionShowBytes(true),
				progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionClearOnFinish())
		}
		bar.Describe(fmt.Sprintf("loading: %d of %d files, %d events", p.FilesDone, p.Files, p.Events))
		_ = bar.Set64(p.BytesDone)
	}
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		progress = nil
	}
	report, err := store.Load(ctx, paths, progress)
	if bar != nil {
		_ = bar.Finish()
	}
	return report, err
}

// tellBad names what could not be loaded whole.
func tellBad(r local.Report) {
	for _, b := range r.Bad {
		fmt.Fprintf(os.Stderr, "%s: %s (%d events kept, %d lost)\n", b.Path, b.Reason, b.Kept, b.Lost)
	}
}
