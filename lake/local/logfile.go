package local

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/valyala/fastjson"
)

// logFile is a file that may hold CloudTrail records.
type logFile struct {
	path     string // absolute
	size     int64
	modified time.Time
}

// logFiles lists the files named by paths and those in the folders among them:
// .json and .json.gz, each once, oldest first by the time in their names.
// CloudTrail's digests, which lie beside its logs and hold no events, are left
// out.
func logFiles(paths []string) ([]logFile, error) {
	found := map[string]logFile{}
	for _, path := range paths {
		root, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				if entry.Name() == "CloudTrail-Digest" && path != root {
					return fs.SkipDir
				}
				return nil
			}
			if path != root && !strings.HasSuffix(path, ".json") && !strings.HasSuffix(path, ".json.gz") {
				return nil
			}
			info, err := os.Stat(path)
			if err != nil || !info.Mode().IsRegular() {
				return err
			}
			found[path] = logFile{path, info.Size(), info.ModTime().UTC().Truncate(time.Microsecond)}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	files := make([]logFile, 0, len(found))
	for _, f := range found {
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b logFile) int {
		return cmp.Or(cmp.Compare(a.written(), b.written()), cmp.Compare(a.path, b.path))
	})
	return files, nil
}

// timeInName is where CloudTrail puts the time of a log file: 20230710T1240Z
// (AWS CloudTrail User Guide, "CloudTrail log file names").
var timeInName = regexp.MustCompile(`_(\d{8}T\d{4}Z)_`)

func (f logFile) written() string {
	if m := timeInName.FindStringSubmatch(filepath.Base(f.path)); m != nil {
		return m[1]
	}
	return ""
}

// reader reads one file after another. Its buffers are made once: an account
// has thousands of small files.
type reader struct {
	progress func(bytes int64)
	buffered *bufio.Reader
	zip      *gzip.Reader
	splitter splitter
	parser   fastjson.Parser
}

func newReader(progress func(bytes int64)) *reader {
	return &reader{progress: progress, buffered: bufio.NewReaderSize(nil, 128<<10)}
}

// read gives each of a file's events to take, in order, and says what of the
// file could not be read, nil when it is whole. It stops with take's error.
func (r *reader) read(f logFile, take func(event *fastjson.Value, record []byte) error) (*BadFile, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return &BadFile{Path: f.path, Reason: reasonOf(err)}, nil
	}
	defer file.Close()
	in, err := r.unzipped(counting{file, r.progress})
	if err != nil {
		return &BadFile{Path: f.path, Reason: reasonOf(err)}, nil
	}

	bad := BadFile{Path: f.path}
	isEvent := func(record []byte) bool {
		_, err := event(&r.parser, record)
		return err == nil
	}
	s := &r.splitter
	s.reset(in)
	for {
		record, err := s.next()
		switch {
		case err == io.EOF:
			bad.note(s.rest())
			return bad.orNil(), nil
		case errors.Is(err, errNoRecords):
			bad.note(err)
			return bad.orNil(), nil
		case err == nil:
			var e *fastjson.Value
			if e, err = event(&r.parser, record); err == nil {
				if err := take(e, record); err != nil {
					return nil, err
				}
				bad.Kept++
				continue
			}
			bad.Lost++
			bad.note(err)
			if err == errNotAnEvent {
				continue
			}
			s.at -= len(record)
		default:
			bad.Lost++
			bad.note(err)
		}
		if !s.resync(isEvent) {
			return bad.orNil(), nil
		}
	}
}

// rest reads what follows the records, where a checksum may prove wrong.
func (s *splitter) rest() error {
	for s.end == nil {
		s.at = len(s.buf)
		s.fill()
	}
	if s.end == io.EOF {
		return nil
	}
	return s.end
}

// note keeps the first thing that is wrong with a file.
func (b *BadFile) note(err error) {
	if err != nil && b.Reason == "" {
		b.Reason = reasonOf(err)
	}
}

func (b BadFile) orNil() *BadFile {
	if b.Reason == "" {
		return nil
	}
	return &b
}

// reasonOf is an error without the path, which is told beside it.
func reasonOf(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err.Error()
}

// unzipped reads gzip by its first bytes, whatever the file is called.
func (r *reader) unzipped(in io.Reader) (io.Reader, error) {
	r.buffered.Reset(in)
	magic, err := r.buffered.Peek(2)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if string(magic) != "\x1f\x8b" {
		return r.buffered, nil
	}
	if r.zip == nil {
		r.zip, err = gzip.NewReader(r.buffered)
		return r.zip, err
	}
	return r.zip, r.zip.Reset(r.buffered)
}

// counting tells how much was read.
type counting struct {
	io.Reader
	count func(int64)
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.count(int64(n))
	return n, err
}
