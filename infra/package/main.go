// Package writes the function's program as the zip that Lambda takes: the same
// bytes for the same program, so that nothing is deployed that has not changed.
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"time"
)

// The oldest time that a zip can hold.
var always = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go run ./infra/package PROGRAM ZIP")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "package:", err)
		os.Exit(1)
	}
	fmt.Println(os.Args[2])
}

func write(from, to string) error {
	bootstrap, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	packed, err := pack(bootstrap)
	if err != nil {
		return err
	}
	return os.WriteFile(to, packed, 0o644)
}

// pack makes a zip of one file that anybody may run, since Lambda runs it as a
// user of its own.
func pack(bootstrap []byte) ([]byte, error) {
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Deflate, Modified: always}
	header.SetMode(0o755)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	file, err := w.CreateHeader(header)
	if err != nil {
		return nil, err
	}
	if _, err := file.Write(bootstrap); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
