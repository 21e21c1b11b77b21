package scene

import (
	"crypto/sha256"
	"fmt"
	"path"
	"time"
)

type object = map[string]any

// record is one CloudTrail event and when it happened.
type record struct {
	at   time.Time
	body object
}

const (
	account = "123456789012" // Amazon's own example account
	region  = "eu-west-1"
)

// file is where a trail would deliver the record: an hour's events together.
func (r record) file() string {
	hour := r.at.UTC().Truncate(time.Hour)
	return path.Join("AWSLogs", account, "CloudTrail", region, hour.Format("2006/01/02"),
		fmt.Sprintf("%s_CloudTrail_%s_%s_Scene.json.gz", account, region, hour.Add(time.Hour).Format("20060102T1504Z")))
}

// world collects what happens.
type world struct{ records []record }

// happened adds an event. Its id follows from its content and place, so that
// the same scene always has the same ids.
func (w *world) happened(at time.Time, who identity, source, name string, with object) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s %s", len(w.records), at.UTC().Format(time.RFC3339), source, name))
	body := object{
		"eventVersion":       "1.11",
		"userIdentity":       who.userIdentity,
		"eventTime":          at.UTC().Format(time.RFC3339),
		"eventSource":        source,
		"eventName":          name,
		"awsRegion":          region,
		"sourceIPAddress":    who.address,
		"userAgent":          who.agent,
		"requestParameters":  nil,
		"responseElements":   nil,
		"requestID":          fmt.Sprintf("%X", sum[16:24]),
		"eventID":            fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]),
		"readOnly":           false,
		"eventType":          "AwsApiCall",
		"managementEvent":    true,
		"recipientAccountId": account,
		"eventCategory":      "Management",
	}
	for k, v := range with {
		body[k] = v
	}
	w.records = append(w.records, record{at: at, body: body})
}

// onObject adds an S3 data event on one object.
func (w *world) onObject(at time.Time, who identity, name, bucket, key string, readOnly bool, refusal string) {
	with := object{
		"readOnly":          readOnly,
		"managementEvent":   false,
		"eventCategory":     "Data",
		"requestParameters": object{"bucketName": bucket, "Host": bucket + ".s3." + region + ".amazonaws.com", "key": key},
		"resources": []object{
			{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::" + bucket + "/" + key},
			{"accountId": account, "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::" + bucket},
		},
	}
	if refusal != "" {
		with["errorCode"], with["errorMessage"] = refusal, "Access Denied"
	}
	w.happened(at, who, "s3.amazonaws.com", name, with)
}

// bulkDelete adds a DeleteObjects, which records no keys.
func (w *world) bulkDelete(at time.Time, who identity, bucket string) {
	w.happened(at, who, "s3.amazonaws.com", "DeleteObjects", object{
		"managementEvent":   false,
		"eventCategory":     "Data",
		"requestParameters": object{"bucketName": bucket, "Host": bucket + ".s3." + region + ".amazonaws.com", "delete": "", "x-id": "DeleteObjects"},
		"resources": []object{
			{"type": "AWS::S3::Object", "ARNPrefix": "arn:aws:s3:::" + bucket + "/"},
			{"accountId": account, "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::" + bucket},
		},
	})
}

// onBucket adds a management event on a bucket.
func (w *world) onBucket(at time.Time, who identity, name, bucket string, readOnly bool) {
	w.happened(at, who, "s3.amazonaws.com", name, object{
		"readOnly":          readOnly,
		"requestParameters": object{"bucketName": bucket, "Host": "s3." + region + ".amazonaws.com"},
		"resources":         []object{{"accountId": account, "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::" + bucket}},
	})
}
