package intents

import (
	"cmp"
	"context"

	"pudding/ask"
	"pudding/directory"
	"pudding/lake"
	"pudding/nlu"
)

// whoUsedBucket answers WhoUsedBucketIntent: who used, read, deleted … a
// bucket, an object of it, and whether a certain user did.
func (t *turn) whoUsedBucket(ctx context.Context) *ask.Response {
	var args lake.Arguments
	var err error
	if t.request.Slot("bucket").Value == "" {
		return t.elicit("bucket", t.voice.AskFor("bucket"))
	}
	var back *ask.Response
	if args.Bucket, args.Object, back = t.bucket(); back != nil {
		return back
	}
	if heard := t.request.Slot("object").Value; heard != "" {
		if args.Object, err = nlu.Object(heard); err != nil {
			return t.unclear("object", err)
		}
	}
	if t.request.Slot("user").Value != "" {
		if args.User, back = t.narrowedTo(); back != nil {
			return back
		}
	}
	if heard := t.request.Slot("action"); heard.Value != "" {
		action, ok := nlu.BucketAction(heard.ID, heard.Value)
		if !ok {
			return t.unclear("action", nil)
		}
		args.Action = action
	}
	_, _, byNickname := t.skill.Nicknames.Bucket(t.said("bucket"))
	before, _ := t.memory()
	t.joking = byNickname && nlu.IsEating(t.request.Slot("action").Value) && !before.Joked
	return t.ask(ctx, lake.BucketUsers, args)
}

// bucket is the bucket that was named, by a nickname or by its own name; a
// nickname may stand for a part of a bucket.
func (t *turn) bucket() (lake.Name, lake.Object, *ask.Response) {
	if bucket, object, ok := t.skill.Nicknames.Bucket(t.said("bucket")); ok {
		return bucket, object, nil
	}
	bucket, back := t.named("bucket", []string{directory.Bucket}, nlu.BucketName)
	return bucket, lake.Object{}, back
}

// said is what a slot holds: as Alexa resolved it, or as it was heard.
func (t *turn) said(slot string) string {
	s := t.request.Slot(slot)
	return cmp.Or(s.ID, s.Value)
}

// user is the user that was named, likewise.
func (t *turn) user() (lake.Name, *ask.Response) {
	if user, ok := t.skill.Nicknames.User(t.said("user")); ok {
		return user, nil
	}
	return t.named("user", person, nlu.UserName)
}

// role is the role that was named.
func (t *turn) role() (lake.Name, *ask.Response) {
	return t.named("role", []string{directory.Role}, nlu.RoleName)
}

// unclear asks back for a slot whose value can't be used.
func (t *turn) unclear(slot string, err error) *ask.Response {
	t.log.Info().Str("slot", slot).AnErr("because", err).Msg("asked back")
	return t.elicit(slot, t.voice.NotUnderstood(slot))
}
