// Package scene is the small invented company that ships with the project, so
// that a question can be asked before there is an account to ask it of: one
// office fridge, whose contents are kept in a bucket, and the people around it.
// It always plays the day before yesterday, yesterday and today, whenever that
// is.
package scene

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"
)

// Nicknames are what the company calls its things, in the form of the
// function's NICKNAMES.
const Nicknames = "pudding=s3://crumb-and-spoon-fridge/puddings/; " +
	"プリン=s3://crumb-and-spoon-fridge/puddings/; " +
	"fridge=s3://crumb-and-spoon-fridge; " +
	"冷蔵庫=s3://crumb-and-spoon-fridge; " +
	"recipes=s3://crumb-and-spoon-recipes; " +
	"レシピ=s3://crumb-and-spoon-recipes"

// Write puts the scene's log files below dir, as a trail would deliver them for
// the three days up to now. Days begin and end in zone.
func Write(dir string, now time.Time, zone *time.Location) error {
	files := map[string][]record{}
	for _, r := range records(now, zone) {
		name := r.file()
		files[name] = append(files[name], r)
	}
	for name, records := range files {
		if err := write(filepath.Join(dir, name), records); err != nil {
			return fmt.Errorf("writing the scene: %w", err)
		}
	}
	return nil
}

func write(path string, records []record) (err error) {
	sort.SliceStable(records, func(i, j int) bool { return records[i].at.Before(records[j].at) })
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	z := gzip.NewWriter(f)
	bodies := make([]object, len(records))
	for i, r := range records {
		bodies[i] = r.body
	}
	if err := json.NewEncoder(z).Encode(object{"Records": bodies}); err != nil {
		return err
	}
	return z.Close()
}

// records is all that happened, up to now: what lies ahead has not.
func records(now time.Time, zone *time.Location) []record {
	local := now.In(zone)
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
	w := &world{}
	w.nightOfTheBreakIn(today.AddDate(0, 0, -2))
	w.dayOfThePudding(today.AddDate(0, 0, -1))
	w.routine(today.AddDate(0, 0, -1))
	w.routine(today)
	w.secondHelping(now)
	var past []record
	for _, r := range w.records {
		if r.at.Before(now) {
			past = append(past, r)
		}
	}
	return past
}
