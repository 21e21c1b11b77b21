package laketest

import (
	"encoding/json"
	"strings"
	"time"
)

// day is the day that the suite asks about.
var day = time.Date(2023, 7, 10, 0, 0, 0, 0, time.UTC)

func at(clock string) time.Time {
	t, err := time.Parse(time.DateTime, day.Format(time.DateOnly)+" "+clock)
	if err != nil {
		panic(err) // a mistake in this file
	}
	return t
}

type object = map[string]any

// Records are the suite's events, as a CloudTrail log file. None of them says
// whether it is a management event or a data event, and so all pass for the
// former: the suite is about who did what to which thing, not about which kind
// of event a source keeps.
func Records() []byte {
	alice := object{"type": "IAMUser", "userName": "alice", "accountId": "1", "arn": "arn:aws:iam::1:user/alice"}
	otherAlice := object{"type": "IAMUser", "userName": "alice", "accountId": "2", "arn": "arn:aws:iam::2:user/alice"}
	bob := object{"type": "IAMUser", "userName": "bob", "accountId": "1"}
	bobWithKey := object{"type": "IAMUser", "userName": "bob", "accountId": "1", "accessKeyId": "AKIAABCDEFGHJKLMWXYZ"}
	build := object{
		"type": "AssumedRole", "principalId": "AROA:ci-7", "arn": "arn:aws:sts::1:assumed-role/Build/ci-7", "accountId": "1",
		"sessionContext": object{"sessionIssuer": object{"type": "Role", "userName": "Build", "arn": "arn:aws:iam::1:role/Build"}, "sourceIdentity": "mei"},
	}
	root := object{"type": "Root", "accountId": "1", "arn": "arn:aws:iam::1:root"}
	config := object{"type": "AWSService", "invokedBy": "config.amazonaws.com"}

	carla := object{"type": "IAMUser", "userName": "carla", "accountId": "1", "arn": "arn:aws:iam::1:user/carla", "accessKeyId": "AKIACARLACARLACARLA0"}
	deploy := object{
		"type": "AssumedRole", "principalId": "AROD:i-0abc", "arn": "arn:aws:sts::1:assumed-role/Deploy/i-0abc", "accountId": "1", "accessKeyId": "ASIADEPLOYDEPLOY1234",
		"sessionContext": object{
			"sessionIssuer": object{"type": "Role", "userName": "Deploy", "arn": "arn:aws:iam::1:role/ops/Deploy"},
			"attributes":    object{"creationDate": "2023-07-10T17:00:00Z", "mfaAuthenticated": "false"},
		},
	}

	erin := object{"type": "IAMUser", "userName": "erin", "accountId": "1"}
	frank := object{"type": "IAMUser", "userName": "frank", "accountId": "1"}

	return file(
		event("1", "09:00:00", "GetObject", alice, "192.0.2.1", object{"requestParameters": object{"bucketName": "kitchen", "key": "a"}}),
		event("2", "10:00:00", "GetObject", alice, "192.0.2.2", object{"requestParameters": nil, "resources": []object{
			{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::kitchen/a"}, {"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::kitchen", "accountId": "1"},
		}}),
		event("2", "10:00:00", "GetObject", alice, "192.0.2.2", object{"requestParameters": nil, "resources": []object{
			{"ARN": "arn:aws:s3:::kitchen"}, {"ARN": "arn:aws:s3:::kitchen/a"},
		}}),
		event("3", "11:00:00", "GetObject", config, "config.amazonaws.com", object{"resources": []object{{"ARNPrefix": "arn:aws:s3:::kitchen/"}}}),
		event("4", "12:00:00", "PutObject", otherAlice, "192.0.2.1", object{"requestParameters": object{"bucketName": "kitchen"}, "errorCode": "AccessDenied"}),
		event("5", "09:30:00", "GetObject", bobWithKey, "192.0.2.3", object{"requestParameters": object{"bucketName": "kitchen-two", "key": "kitchen"}}),
		event("6", "13:00:00", "ListFunctions20150331", bob, "192.0.2.3", object{"eventSource": "lambda.amazonaws.com", "requestParameters": object{"nested": object{"bucketName": "kitchen"}}}),
		event("7", "14:00:00", "DeleteObject", build, "192.0.2.4", object{"requestParameters": object{"bucketName": "fridge", "key": "puddings/flan.txt"}}),
		event("8", "15:00:00", "DeleteObjects", root, "AWS Internal", object{"requestParameters": object{"bucketName": "fridge", "delete": "", "x-id": "DeleteObjects"}}),
		event("9", "16:00:00", "ConsoleLogin", root, "192.0.2.9", object{
			"eventSource": "signin.amazonaws.com", "awsRegion": "us-east-1", "errorMessage": "Failed authentication", "responseElements": object{"ConsoleLogin": "Failure"},
		}),

		event("20", "16:59:59", "AssumeRole", carla, "198.51.100.1", object{
			"eventSource": "sts.amazonaws.com", "readOnly": true,
			"requestParameters": object{"roleArn": "arn:aws:iam::1:role/ops/Deploy", "roleSessionName": "i-0abc"},
			"responseElements":  object{"credentials": object{"accessKeyId": "ASIADEPLOYDEPLOY1234"}},
		}),
		event("21", "17:00:10", "TerminateInstances", deploy, "198.51.100.2", object{
			"eventSource": "ec2.amazonaws.com", "readOnly": false, "userAgent": "aws-cli/2.15",
			"requestParameters": object{"instancesSet": object{"items": []object{{"instanceId": "i-0ff1ce"}}}},
		}),
		event("22", "17:01:00", "AuthorizeSecurityGroupIngress", carla, "198.51.100.1", object{
			"eventSource": "ec2.amazonaws.com", "readOnly": false,
			"requestParameters": object{"groupId": "sg-0abc", "ipPermissions": object{"items": []object{{"ipRanges": object{"items": []object{{"cidrIp": "0.0.0.0/0"}}}}}}},
		}),
		event("23", "17:02:00", "RunInstances", carla, "198.51.100.1", object{
			"eventSource": "ec2.amazonaws.com", "readOnly": false, "errorCode": "Client.UnauthorizedOperation", "requestParameters": object{"instanceType": "p5.48xlarge"},
		}),
		event("24", "17:03:00", "ConsoleLogin", carla, "198.51.100.1", object{
			"eventSource": "signin.amazonaws.com", "awsRegion": "us-east-1", "readOnly": false,
			"responseElements": object{"ConsoleLogin": "Success"}, "additionalEventData": object{"MFAUsed": "No"},
		}),
		event("25", "17:04:00", "AttachUserPolicy", carla, "198.51.100.1", object{
			"eventSource": "iam.amazonaws.com", "awsRegion": "us-east-1", "readOnly": false,
			"requestParameters": object{"userName": "mallory", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
		}),
		event("26", "17:05:00", "CreateAccessKey", carla, "198.51.100.1", object{
			"eventSource": "iam.amazonaws.com", "awsRegion": "us-east-1", "readOnly": false,
			"responseElements": object{"accessKey": object{"userName": "carla", "accessKeyId": "AKIANEWKEYNEWKEY5678"}},
		}),
		event("27", "17:06:00", "StopLogging", carla, "198.51.100.1", object{
			"eventSource": "cloudtrail.amazonaws.com", "readOnly": false, "requestParameters": object{"name": "the-trail"},
		}),
		event("28", "17:07:00", "CreateFunction20150331", deploy, "198.51.100.2", object{
			"eventSource": "lambda.amazonaws.com", "readOnly": false, "requestParameters": object{"functionName": "arn:aws:lambda:eu-west-1:1:function:oven"},
		}),
		event("30", "18:00:00", "ModifySnapshotAttribute", erin, "198.51.100.3", object{
			"eventSource": "ec2.amazonaws.com", "readOnly": false,
			"requestParameters": object{"snapshotId": "snap-0a", "createVolumePermission": object{"add": object{"items": []object{{"group": "all"}}}}},
		}),
		event("31", "18:01:00", "ModifySnapshotAttribute", frank, "198.51.100.3", object{
			"eventSource": "ec2.amazonaws.com", "readOnly": false,
			"requestParameters": object{"snapshotId": "snap-0a", "createVolumePermission": object{"remove": object{"items": []object{{"group": "all"}}}}},
		}),
		event("32", "18:02:00", "DeleteSecret", frank, "198.51.100.3", object{
			"eventSource": "secretsmanager.amazonaws.com", "readOnly": false,
			"requestParameters": object{"secretId": "arn:aws:secretsmanager:eu-west-1:1:secret:prod/db-XyZxYz"},
		}),
		event("33", "18:03:00", "DeleteSecret", erin, "198.51.100.3", object{
			"eventSource": "secretsmanager.amazonaws.com", "readOnly": false, "requestParameters": object{"secretId": "prod/db/replica"},
		}),
		event("34", "18:04:00", "AssumeRole", frank, "198.51.100.3", object{
			"eventSource": "sts.amazonaws.com", "readOnly": true, "errorCode": "AccessDenied",
			"errorMessage": "User: arn:aws:iam::1:user/frank is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/ops/Vault",
		}),
		event("35", "18:05:00", "GetObject", erin, "198.51.100.3", object{
			"requestParameters": object{"bucketName": "pantry-ap-x-s3alias", "key": "jam.txt"}, "resources": []object{{"ARN": "arn:aws:s3:::pantry"}},
		}),
		event("36", "18:06:00", "DeleteObject", frank, "198.51.100.3", object{
			"resources": []object{{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::pantry/jam.txt"}, {"ARN": "arn:aws:s3:::pantry"}},
		}),
		event("37", "18:07:00", "DeleteUserPolicy", frank, "198.51.100.3", object{
			"eventSource": "iam.amazonaws.com", "readOnly": false, "requestParameters": object{"userName": "mallory", "policyName": "all"},
		}),
		event("38", "18:08:00", "DeleteUser", erin, "198.51.100.3", object{
			"eventSource": "iam.amazonaws.com", "readOnly": false, "requestParameters": object{"userName": "mallory"},
		}),
		event("39", "18:09:00", "DeleteDBInstance", frank, "198.51.100.3", object{
			"eventSource": "rds.amazonaws.com", "readOnly": false, "sharedEventID": "shared-1",
			"requestParameters": object{"dBInstanceIdentifier": "writer"}, "responseElements": object{"dBInstanceIdentifier": "writer", "dBClusterIdentifier": "shop"},
		}),
		event("40", "18:10:00", "DeleteDBCluster", erin, "198.51.100.3", object{
			"eventSource": "rds.amazonaws.com", "readOnly": false, "requestParameters": object{"dBClusterIdentifier": "shop"},
		}),
		event("29", "17:08:00", "UpdateInstanceInformation", deploy, "198.51.100.2", object{"eventSource": "ssm.amazonaws.com", "readOnly": false}),
	)
}

// event is a record; more adds to it or overrides it.
func event(id, clock, name string, identity object, address string, more object) object {
	e := object{
		"eventVersion": "1.08", "eventID": id, "eventName": name, "eventSource": "s3.amazonaws.com", "eventTime": at(clock).Format(time.RFC3339),
		"awsRegion": "eu-west-1", "readOnly": !strings.HasPrefix(name, "Put") && !strings.HasPrefix(name, "Delete"), "sourceIPAddress": address, "userIdentity": identity, "requestParameters": nil, "responseElements": nil,
	}
	for property, value := range more {
		e[property] = value
	}
	return e
}

func file(events ...object) []byte {
	raw, err := json.Marshal(object{"Records": events})
	if err != nil {
		panic(err) // a mistake in this file
	}
	return raw
}
