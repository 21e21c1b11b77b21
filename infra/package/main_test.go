package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTheSameProgramIsTheSameZip(t *testing.T) {
	dir := t.TempDir()
	var packed [][]byte
	for _, name := range []string{"once", "again"} {
		// Neither the file's own mode nor its time is of account.
		from, to := filepath.Join(dir, name), filepath.Join(dir, name+".zip")
		if err := os.WriteFile(from, []byte("a program"), 0o600+os.FileMode(len(packed)<<6)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(from, time.Time{}, time.Unix(int64(len(packed))*1e9, 0)); err != nil {
			t.Fatal(err)
		}
		if err := write(from, to); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(to)
		if err != nil {
			t.Fatal(err)
		}
		packed = append(packed, b)
	}
	if !bytes.Equal(packed[0], packed[1]) {
		t.Error("two zips of one program differ")
	}
	other, err := pack([]byte("another program"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(packed[0], other) {
		t.Error("zips of two programs are the same")
	}
}

func TestLambdaCanRunIt(t *testing.T) {
	packed, err := pack([]byte("a program"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.File) != 1 || r.File[0].Name != "bootstrap" {
		t.Fatalf("the zip holds %v, and should hold bootstrap only", r.File)
	}
	if mode := r.File[0].Mode(); mode != 0o755 {
		t.Errorf("bootstrap has mode %v", mode)
	}
	if !r.File[0].Modified.Equal(always) {
		t.Errorf("bootstrap is of %v", r.File[0].Modified)
	}
	f, err := r.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := io.ReadAll(f); err != nil || string(got) != "a program" {
		t.Errorf("bootstrap is %q, %v", got, err)
	}
}

func TestNothingIsWrittenWithoutAProgram(t *testing.T) {
	to := filepath.Join(t.TempDir(), "pudding.zip")
	if err := write(filepath.Join(t.TempDir(), "bootstrap"), to); err == nil {
		t.Error("a program that is not there was packed")
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("a zip was written")
	}
}
