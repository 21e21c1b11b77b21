package scene

// identity is who makes a call, from where and with what.
type identity struct {
	userIdentity object
	address      string
	agent        string
}

const (
	cli     = "aws-cli/2.15.30 Python/3.11.8 Linux/6.1.79 exe/x86_64.amzn.2"
	console = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"
)

// The company. The addresses are from the blocks set aside for documentation
// (RFC 5737), the account and the keys are Amazon's own examples in form.
var (
	mei    = user("mei.tanaka", "AIDASCENEMEI00000001", "AKIASCENEMEI00000001", "203.0.113.17", cli)
	jonas  = user("jonas", "AIDASCENEJONAS000002", "AKIASCENEJONAS000002", "203.0.113.24", cli)
	oscar  = user("oscar.lind", "AIDASCENEOSCAR000003", "AKIASCENEOSCAR000003", "198.51.100.7", console)
	root   = identity{object{"type": "Root", "principalId": account, "arn": "arn:aws:iam::" + account + ":root", "accountId": account}, "198.51.100.200", console}
	backup = session("BackupRole", "AROASCENEBACKUP00004", "nightly-backup", "ASIASCENEBACKUP00004", "10.0.3.12", cli)
	trail  = service("cloudtrail.amazonaws.com")
	config = service("config.amazonaws.com")
)

func user(name, id, key, address, agent string) identity {
	return identity{object{
		"type": "IAMUser", "principalId": id, "arn": "arn:aws:iam::" + account + ":user/" + name,
		"accountId": account, "accessKeyId": key, "userName": name,
	}, address, agent}
}

func session(role, id, name, key, address, agent string) identity {
	return identity{object{
		"type": "AssumedRole", "principalId": id + ":" + name,
		"arn":       "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + name,
		"accountId": account, "accessKeyId": key,
		"sessionContext": object{
			"sessionIssuer": object{
				"type": "Role", "principalId": id, "arn": "arn:aws:iam::" + account + ":role/" + role,
				"accountId": account, "userName": role,
			},
			"attributes": object{"mfaAuthenticated": "false"},
		},
	}, address, agent}
}

func service(name string) identity {
	return identity{object{"type": "AWSService", "invokedBy": name}, name, name}
}
