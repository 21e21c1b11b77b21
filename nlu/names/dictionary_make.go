//go:build ignore

// Makes tables/dictionary.txt of the CMU Pronouncing Dictionary's file
// cmudict.dict, which is read from standard input.
package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// sounds are those of tables/spelling.txt, by the dictionary's own.
var sounds = map[string]string{
	"AA": "a", "AE": "A", "AH": "@", "AO": "O", "AW": "W", "AY": "Y", "EH": "e", "ER": "@r", "EY": "E", "IH": "i",
	"IY": "I", "OW": "o", "OY": "Q", "UH": "u", "UW": "U", "CH": "C", "DH": "D", "HH": "h", "JH": "J", "NG": "N",
	"SH": "S", "TH": "T", "ZH": "Z",
}

// mostSounds are how many ways to say a word are kept.
const mostSounds = 2

func main() {
	entries := map[string][]string{}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		text, _, _ := strings.Cut(lines.Text(), "#")
		fields := strings.Fields(text)
		if len(fields) < 2 {
			continue
		}
		word, _, _ := strings.Cut(fields[0], "(") // read(2) is another way to say read
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			continue // not a word of letters
		}
		said := ""
		for _, f := range fields[1:] {
			f = strings.TrimRight(f, "012")
			if s, ok := sounds[f]; ok {
				said += s
			} else {
				said += strings.ToLower(f)
			}
		}
		if len(entries[word]) < mostSounds && !slices.Contains(entries[word], said) {
			entries[word] = append(entries[word], said)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "reading the dictionary:", err)
		os.Exit(1)
	}
	for _, word := range slices.Sorted(maps.Keys(entries)) {
		fmt.Println(word, strings.Join(entries[word], " "))
	}
}
