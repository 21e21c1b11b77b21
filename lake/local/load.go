package local

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/valyala/fastjson"
	"golang.org/x/sync/errgroup"
)

// Report is what came of loading.
type Report struct {
	Files, Events int       // loaded
	Skipped       int       // files that were loaded before and have not changed
	Bad           []BadFile // files that could not be read whole
}

// BadFile is a file of which something could not be read.
type BadFile struct {
	Path   string
	Reason string
	Kept   int // events that were loaded nonetheless
	Lost   int // records that were not; more, where a cut hides how many
}

// Progress is how far loading is.
type Progress struct {
	Files, FilesDone, Events int
	Bytes, BytesDone         int64 // of the files as they lie on disk
}

// Load loads the log files among paths, .json and .json.gz and folders of
// them. Files that were loaded before are passed over, and replaced if they
// have changed since. Of a damaged file the whole records are kept, and
// Report.Bad names it. An error means that nothing of this call was loaded.
// Progress, if not nil, is called some times a second.
func (s *Store) Load(ctx context.Context, paths []string, progress func(Progress)) (Report, error) {
	var report Report
	files, err := logFiles(paths)
	if err != nil {
		return report, fmt.Errorf("looking for log files: %w", err)
	}
	listed := len(files)
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return report, fmt.Errorf("loading: %w", err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return report, fmt.Errorf("loading: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	files, next, err := unloaded(ctx, tx, files)
	if err != nil {
		return report, fmt.Errorf("loading: %w", err)
	}
	report.Skipped = listed - len(files)
	l := loading{files: files, first: next, progress: progress, report: &report}
	if err := l.run(ctx, conn); err != nil {
		return report, fmt.Errorf("loading: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return report, fmt.Errorf("loading: %w", err)
	}
	return report, nil
}

// unloaded returns the files that the store has yet to load, and the number of
// the first of them. Of those that have changed it forgets what was loaded.
func unloaded(ctx context.Context, tx *sql.Tx, files []logFile) (fresh []logFile, next int64, err error) {
	type loaded struct {
		number int64
		file   logFile
	}
	known := map[string]loaded{}
	rows, err := tx.QueryContext(ctx, "SELECT number, path, size, modified FROM log_files")
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var l loaded
		if err := rows.Scan(&l.number, &l.file.path, &l.file.size, &l.file.modified); err != nil {
			return nil, 0, err
		}
		known[l.file.path] = l
		next = max(next, l.number+1)
	}
	if err := rows.Err(); err != nil {
		return nil, 0, err
	}
	for _, f := range files {
		old, ok := known[f.path]
		if ok && old.file.size == f.size && old.file.modified.Equal(f.modified) {
			continue
		}
		fresh = append(fresh, f)
		if !ok {
			continue
		}
		for _, statement := range []string{"DELETE FROM events WHERE log_file = ?", "DELETE FROM log_files WHERE number = ?"} {
			if _, err := tx.ExecContext(ctx, statement, old.number); err != nil {
				return nil, 0, err
			}
		}
	}
	return fresh, next, nil
}

// loading is one call of Load: several goroutines read files, one appends what
// they read, in the files' order, for events that lie together in time are
// found faster.
type loading struct {
	files    []logFile
	first    int64 // the number of the first file
	progress func(Progress)
	report   *Report

	bytes atomic.Int64  // read so far
	ahead chan struct{} // has one for each file that is read and not yet appended
}

// contents is what is read of one file: its events in batches, then what was
// bad about it.
type contents struct {
	batches chan [][]driver.Value
	bytes   int64 // of its events
	bad     *BadFile
}

const (
	batchSize = 256
	// lookahead is how many files are read before they can be appended: enough to
	// keep the readers busy, few enough to fit into memory.
	lookahead = 64
)

func (l *loading) run(ctx context.Context, conn *sql.Conn) error {
	all := make([]contents, len(l.files))
	for i := range all {
		all[i].batches = make(chan [][]driver.Value, 4)
	}
	group, ctx := errgroup.WithContext(ctx)
	l.ahead = make(chan struct{}, lookahead)
	var taken atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			r := newReader(func(n int64) { l.bytes.Add(n) })
			for {
				select {
				case l.ahead <- struct{}{}:
				case <-ctx.Done():
					return ctx.Err()
				}
				i := int(taken.Add(1)) - 1
				if i >= len(l.files) {
					return nil
				}
				if err := l.read(ctx, r, i, &all[i]); err != nil {
					return err
				}
			}
		})
	}
	group.Go(func() error {
		return conn.Raw(func(c any) error { return l.append(ctx, c.(driver.Conn), all) })
	})
	return group.Wait()
}

// read reads the file of index i.
func (l *loading) read(ctx context.Context, r *reader, i int, into *contents) error {
	defer close(into.batches)
	var batch [][]driver.Value
	send := func() error {
		select {
		case into.batches <- batch:
			batch = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	number := l.first + int64(i)
	bad, err := r.read(l.files[i], func(event *fastjson.Value, record []byte) error {
		batch = append(batch, append(row(event, record), number))
		into.bytes += int64(len(record))
		if len(batch) < batchSize {
			return nil
		}
		return send()
	})
	if err != nil {
		return err
	}
	into.bad = bad
	return send()
}

// append puts the files' events into the store, file after file.
func (l *loading) append(ctx context.Context, conn driver.Conn, all []contents) (err error) {
	events, err := duckdb.NewAppenderFromConn(conn, "", "events")
	if err != nil {
		return err
	}
	defer closing(events, &err)
	files, err := duckdb.NewAppenderFromConn(conn, "", "log_files")
	if err != nil {
		return err
	}
	defer closing(files, &err)

	var told time.Time
	for i := range all {
		for {
			batch, more, err := receive(ctx, all[i].batches)
			if err != nil {
				return err
			}
			if !more {
				break
			}
			for _, row := range batch {
				if err := events.AppendRow(row...); err != nil {
					return fmt.Errorf("%s: %w", l.files[i].path, err)
				}
			}
			l.report.Events += len(batch)
			told = l.tell(i, told)
		}
		if all[i].bad != nil {
			l.report.Bad = append(l.report.Bad, *all[i].bad)
		}
		l.report.Files++
		<-l.ahead
		f := l.files[i]
		if err := files.AppendRow(l.first+int64(i), f.path, f.size, f.modified, all[i].bytes); err != nil {
			return err
		}
	}
	l.tell(len(all), time.Time{})
	return nil
}

func receive[T any](ctx context.Context, from <-chan T) (value T, more bool, err error) {
	select {
	case value, more = <-from:
		return value, more, nil
	case <-ctx.Done():
		return value, false, ctx.Err()
	}
}

func closing(a *duckdb.Appender, err *error) {
	*err = errors.Join(*err, a.Close())
}

// tell reports the progress, unless it did so a moment ago, and returns when it
// did last.
func (l *loading) tell(done int, last time.Time) time.Time {
	if l.progress == nil || time.Since(last) < 50*time.Millisecond {
		return last
	}
	var total int64
	for _, f := range l.files {
		total += f.size
	}
	l.progress(Progress{Files: len(l.files), FilesDone: done, Events: l.report.Events, Bytes: total, BytesDone: l.bytes.Load()})
	return time.Now()
}
