package intents

import (
	"context"

	"pudding/ask"
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
	if args.Bucket, args.Object, err = t.bucket(); err != nil {
		return t.unclear("bucket", err)
	}
	if heard := t.request.Slot("object").Value; heard != "" {
		if args.Object, err = nlu.Object(heard); err != nil {
			return t.unclear("object", err)
		}
	}
	if heard := t.request.Slot("user").Value; heard != "" {
		if args.User, err = t.user(heard); err != nil {
			return t.unclear("user", err)
		}
	}
	if heard := t.request.Slot("action"); heard.Value != "" {
		action, ok := nlu.BucketAction(heard.ID, heard.Value)
		if !ok {
			return t.unclear("action", nil)
		}
		args.Action = action
	}
	_, _, byNickname := t.skill.Nicknames.Bucket(t.request.Slot("bucket").Value)
	before, _ := t.memory()
	t.joking = byNickname && nlu.IsEating(t.request.Slot("action").Value) && !before.Joked
	return t.ask(ctx, lake.BucketUsers, args)
}

// bucket is the bucket that was named, by a nickname or by its own name; a
// nickname may stand for a part of a bucket.
func (t *turn) bucket() (lake.Name, lake.Object, error) {
	heard := t.request.Slot("bucket").Value
	if bucket, object, ok := t.skill.Nicknames.Bucket(heard); ok {
		return bucket, object, nil
	}
	bucket, err := nlu.BucketName(heard)
	return bucket, lake.Object{}, err
}

// user is the user that was named.
func (t *turn) user(heard string) (lake.Name, error) {
	if user, ok := t.skill.Nicknames.User(heard); ok {
		return user, nil
	}
	return nlu.UserName(heard)
}

// unclear asks back for a slot whose value can't be used.
func (t *turn) unclear(slot string, err error) *ask.Response {
	t.log.Info().Str("slot", slot).AnErr("because", err).Msg("asked back")
	return t.elicit(slot, t.voice.NotUnderstood(slot))
}
