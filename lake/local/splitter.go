package local

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// What may be wrong with a log file.
var (
	errNoRecords = errors.New("holds no Records array")
	errCut       = errors.New("ends in the middle")
	errDamaged   = errors.New("is damaged")
	errTooLong   = errors.New("has a record that does not end")
)

const (
	// maxRecord is the longest record that is read. CloudTrail's own limit is
	// 256 KB, or 1 MB where an event data store asks for it (AWS CloudTrail User
	// Guide, "Quotas in AWS CloudTrail").
	maxRecord = 4 << 20
	readSize  = 256 << 10
)

// splitter cuts {"Records":[…]} into its records without parsing them, so that
// those before a cut, and those around damage, are kept. It holds no more of
// its input than one record.
type splitter struct {
	in   io.Reader
	buf  []byte
	at   int   // buf[at:] is unread
	read int64 // how much was read before buf[0]
	end  error // what the input ended with
	open bool  // the Records array has begun
}

// reset begins with other input, in the same buffer.
func (s *splitter) reset(in io.Reader) {
	*s = splitter{in: in, buf: s.buf[:0]}
}

// next returns the next record, valid until the following call. It returns
// io.EOF after the last, errNoRecords where there are none to be had, and an
// error about the damage where one can't be told from the next: resync finds
// where to go on.
func (s *splitter) next() ([]byte, error) {
	if !s.open {
		if err := s.begin(); err != nil {
			return nil, err
		}
		s.open = true
		if s.peek() == ']' {
			return nil, io.EOF
		}
	} else {
		switch s.peek() {
		case ',':
			s.at++
		case ']':
			return nil, io.EOF
		case 0:
			return nil, s.cut()
		default:
			return nil, s.damaged()
		}
	}
	s.peek()
	n, err := s.value()
	if err != nil {
		return nil, err
	}
	record := s.buf[s.at : s.at+n]
	s.at += n
	return record, nil
}

// begin reads as far as the first element of the Records array.
func (s *splitter) begin() error {
	if s.need(3) && bytes.HasPrefix(s.buf[s.at:], []byte("\xef\xbb\xbf")) {
		s.at += 3
	}
	if s.peek() != '{' {
		return s.without()
	}
	for {
		s.at++
		if s.peek() != '"' {
			return s.without()
		}
		n, err := s.value()
		if err != nil {
			return s.without()
		}
		isRecords := string(s.buf[s.at:s.at+n]) == `"Records"`
		s.at += n
		if s.peek() != ':' {
			return s.without()
		}
		s.at++
		if s.peek() == '[' && isRecords {
			s.at++
			return nil
		}
		n, err = s.value()
		if err != nil {
			return s.without()
		}
		s.at += n
		if s.peek() != ',' {
			return s.without()
		}
	}
}

// without says why there are no records: none are there, or the input failed
// before them.
func (s *splitter) without() error {
	if s.end != nil && s.end != io.EOF {
		return fmt.Errorf("%w: %w", errNoRecords, s.end)
	}
	return errNoRecords
}

// resync goes on behind a damaged record that began at or before the unread
// input: at the next object that follows another's end and that isRecord takes
// for one. It returns false when there is none.
func (s *splitter) resync(isRecord func([]byte) bool) bool {
	for {
		end := bytes.IndexByte(s.buf[s.at:], '}')
		if end < 0 {
			s.at = len(s.buf)
			if !s.fill() {
				return false
			}
			continue
		}
		s.at += end + 1
		if s.peek() != ',' {
			continue
		}
		comma := s.at
		s.at++
		if s.peek() != '{' {
			continue
		}
		begin := s.at - comma
		n, err := s.value()
		if err == nil && isRecord(s.buf[s.at:s.at+n]) {
			s.at -= begin
			return true
		}
	}
}

// value returns the length of the JSON value that begins at the unread input.
func (s *splitter) value() (int, error) {
	if !s.need(1) {
		return 0, s.cut()
	}
	switch s.buf[s.at] {
	case '{', '[':
		return s.nested()
	case '"':
		return s.quoted(0)
	default:
		return s.scalar()
	}
}

// nested is the length of an object or an array. Only strings and brackets are
// looked at: whether what is between them is JSON is the parser's to say.
func (s *splitter) nested() (int, error) {
	depth := 0
	for i := 0; ; {
		if !s.need(i + 1) {
			return 0, s.cut()
		}
		b := s.buf[s.at:]
		for i < len(b) {
			switch b[i] {
			case '"':
				n, err := s.quoted(i)
				if err != nil {
					return 0, err
				}
				i += n
				b = s.buf[s.at:]
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
				if depth == 0 {
					return i + 1, nil
				}
			}
			i++
		}
		if i > maxRecord {
			return 0, s.tooLong()
		}
	}
}

// quoted is the length of the string that begins at from.
func (s *splitter) quoted(from int) (int, error) {
	for i := from + 1; ; {
		if i-from > maxRecord {
			return 0, s.tooLong()
		}
		if !s.need(i + 1) {
			return 0, s.cut()
		}
		b := s.buf[s.at+i:]
		quote := bytes.IndexByte(b, '"')
		if quote < 0 {
			quote = len(b)
		}
		if escape := bytes.IndexByte(b[:quote], '\\'); escape >= 0 {
			i += escape + 2
			continue
		}
		i += quote
		if quote < len(b) {
			return i + 1 - from, nil
		}
	}
}

// scalar is the length of a number or a word.
func (s *splitter) scalar() (int, error) {
	for i := 0; ; i++ {
		if i > maxRecord {
			return 0, s.tooLong()
		}
		if !s.need(i + 1) {
			return 0, s.cut()
		}
		switch s.buf[s.at+i] {
		case ',', ']', '}', ' ', '\t', '\r', '\n', ':', '{', '[', '"':
			if i == 0 {
				return 0, s.damaged()
			}
			return i, nil
		}
	}
}

// peek skips white space and returns the byte behind it, 0 at the end.
func (s *splitter) peek() byte {
	for s.need(1) {
		switch c := s.buf[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// need reports whether n unread bytes are there, after reading what it takes.
func (s *splitter) need(n int) bool {
	for len(s.buf)-s.at < n {
		if !s.fill() {
			return false
		}
	}
	return true
}

// fill reads more, and reports false when there is no more.
func (s *splitter) fill() bool {
	if s.end != nil {
		return false
	}
	if s.at > 0 && cap(s.buf)-len(s.buf) < readSize {
		s.read += int64(s.at)
		s.buf = append(s.buf[:0], s.buf[s.at:]...)
		s.at = 0
	}
	if cap(s.buf)-len(s.buf) < readSize {
		s.buf = append(make([]byte, 0, 2*cap(s.buf)+2*readSize), s.buf...)
	}
	n, err := s.in.Read(s.buf[len(s.buf) : len(s.buf)+readSize])
	s.buf = s.buf[:len(s.buf)+n]
	s.end = err
	return n > 0 || err == nil
}

func (s *splitter) cut() error {
	if s.end != nil && s.end != io.EOF {
		return fmt.Errorf("%w: %w", errCut, s.end)
	}
	return errCut
}

func (s *splitter) damaged() error {
	return fmt.Errorf("%w at byte %d", errDamaged, s.read+int64(s.at))
}

func (s *splitter) tooLong() error {
	return fmt.Errorf("%w, from byte %d", errTooLong, s.read+int64(s.at))
}
