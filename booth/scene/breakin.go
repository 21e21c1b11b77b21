package scene

import "time"

const (
	menu     = "crumb-and-spoon-menu"
	drawer   = "crumb-and-spoon-drawer"
	oven     = "i-0c0ffee0c0ffee000"
	backDoor = "sg-0d00d0d00d0d00d00"
)

// The strangers of the break-in, and those who are easily taken for somebody.
var (
	oscarAway   = user("oscar.lind", "AIDASCENEOSCAR000003", "", "198.51.100.66", console)
	nightCook   = user("night-cook", "AIDASCENENIGHT000005", "AKIASCENENIGHT000005", "198.51.100.66", cli)
	nightShift  = nightSession("198.51.100.66")
	nightAbroad = nightSession("192.0.2.77")
	otherJonas  = identity{object{
		"type": "IAMUser", "principalId": "AIDASCENEJONAS000006", "arn": "arn:aws:iam::" + otherAccount + ":user/jonas",
		"accountId": otherAccount, "accessKeyId": "AKIASCENEJONAS000006", "userName": "jonas",
	}, "203.0.113.99", cli}
	passerBy = identity{object{"type": "AWSAccount", "principalId": "", "accountId": "anonymous"}, "192.0.2.200", console}
)

// otherAccount is another of the company's accounts.
const otherAccount = "210987654321"

func nightSession(address string) identity {
	who := session("DeployRole", "AROASCENEDEPLOY00006", "night", "ASIASCENENIGHT000006", address, cli)
	return who
}

// nightOfTheBreakIn is what somebody did with Oscar's password: made a user with
// all rights, whose role then stopped the oven, opened the back door and switched
// the cameras off.
func (w *world) nightOfTheBreakIn(day time.Time) {
	at := clock(day)
	opened := at(1, 30, 0)
	for _, who := range []identity{nightShift, nightAbroad} {
		who.userIdentity["sessionContext"].(object)["attributes"] = object{"mfaAuthenticated": "false", "creationDate": opened.UTC().Format(time.RFC3339)}
	}
	for i := range 3 {
		w.signIn(at(1, 10, 5*i), oscarAway, "Failure")
	}
	w.signIn(at(1, 12, 0), oscarAway, "Success")
	w.happened(at(1, 20, 0), oscarAway, "iam.amazonaws.com", "CreateUser", object{"requestParameters": object{"userName": "night-cook"}})
	w.happened(at(1, 20, 30), oscarAway, "iam.amazonaws.com", "AttachUserPolicy", object{
		"requestParameters": object{"userName": "night-cook", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
	})
	w.happened(at(1, 21, 0), oscarAway, "iam.amazonaws.com", "CreateAccessKey", object{
		"requestParameters": object{"userName": "night-cook"},
		"responseElements":  object{"accessKey": object{"userName": "night-cook", "accessKeyId": "AKIASCENENIGHT000005", "status": "Active"}},
	})
	w.happened(opened, nightCook, "sts.amazonaws.com", "AssumeRole", object{
		"readOnly":          true,
		"requestParameters": object{"roleArn": "arn:aws:iam::" + account + ":role/DeployRole", "roleSessionName": "night"},
		"responseElements":  object{"credentials": object{"accessKeyId": "ASIASCENENIGHT000006"}},
	})
	w.happened(at(1, 33, 0), nightShift, "ec2.amazonaws.com", "TerminateInstances", object{
		"requestParameters": object{"instancesSet": object{"items": []object{{"instanceId": oven}}}},
	})
	w.happened(at(1, 35, 0), nightAbroad, "ec2.amazonaws.com", "AuthorizeSecurityGroupIngress", object{
		"requestParameters": object{"groupId": backDoor, "ipPermissions": object{"items": []object{{"ipRanges": object{"items": []object{{"cidrIp": "0.0.0.0/0"}}}}}}},
	})
	w.happened(at(1, 40, 0), nightShift, "cloudtrail.amazonaws.com", "StopLogging", object{"requestParameters": object{"name": "kitchen-camera"}})
	w.happened(at(1, 41, 0), nightShift, "cloudtrail.amazonaws.com", "DeleteTrail", object{
		"requestParameters": object{"name": "kitchen-camera"}, "errorCode": "AccessDenied", "errorMessage": "explicit deny",
	})
	w.happened(at(1, 45, 0), nightCook, "secretsmanager.amazonaws.com", "GetSecretValue", object{
		"requestParameters": object{"secretId": "recipe/flan"}, "errorCode": "AccessDenied", "readOnly": true,
	})
	w.onObject(at(9, 0, 0), jonas, "PutObject", menu, "today.md", false, "")
	w.onObject(at(9, 5, 0), otherJonas, "PutObject", menu, "tomorrow.md", false, "")
	w.onObject(at(12, 0, 0), passerBy, "GetObject", drawer, "menu.md", true, "")
}

func (w *world) signIn(at time.Time, who identity, outcome string) {
	with := object{
		"eventType": "AwsConsoleSignIn", "awsRegion": "us-east-1",
		"responseElements": object{"ConsoleLogin": outcome}, "additionalEventData": object{"MFAUsed": "No", "MobileVersion": "No"},
	}
	if outcome == "Failure" {
		with["errorMessage"] = "Failed authentication"
	}
	w.happened(at, who, "signin.amazonaws.com", "ConsoleLogin", with)
}
