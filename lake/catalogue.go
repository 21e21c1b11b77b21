package lake

import "pudding/internal/lazyregexp"

// What the templates look for by the names of events and the codes of errors: in
// SQL by the binder, in Go by the Matcher.

// A refusal for want of permission has many names: AccessDenied mostly,
// Client.UnauthorizedOperation of EC2, and a few more.
const denials = `(?i)(access_?denied|unauthorized|notauthorized|forbidden|authorizationerror|authfailure)`

// granting are the calls that give a user, a role or a group more rights (IAM
// API Reference, IAM Identity Center API Reference).
const granting = `^(Attach(User|Role|Group)Policy|Put(User|Role|Group)Policy|AddUserToGroup|CreateLoginProfile|CreateAccountAssignment|AttachManagedPolicyToPermissionSet|PutInlinePolicyToPermissionSet|UpdateAssumeRolePolicy|CreatePolicyVersion|SetDefaultPolicyVersion|AddRoleToInstanceProfile|DeleteUserPermissionsBoundary|DeleteRolePermissionsBoundary)$`

// What watches an account, and the calls after which it sees less.
const (
	watching   = `^(cloudtrail|config|guardduty|ec2|logs|securityhub|access-analyzer|macie2|inspector2|wafv2|route53resolver)[.]amazonaws[.]com$`
	unwatching = `^(StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|DeleteEventDataStore|StopEventDataStoreIngestion|StopConfigurationRecorder|DeleteConfigurationRecorder|DeleteDeliveryChannel|DeleteDetector|UpdateDetector|StopMonitoringMembers|DisassociateFromMasterAccount|DisassociateFromAdministratorAccount|DeleteFlowLogs|DeleteLogGroup|DeleteLogStream|DisableSecurityHub|BatchDisableStandards|DeleteAnalyzer|DisassociateMembers|DeletePublishingDestination|DeleteConfigRule|UpdateEventDataStore|DeleteSubscriptionFilter|DisableMacie|Disable|DeleteLoggingConfiguration|DisassociateResolverQueryLogConfig)$`
)

// reading is what the names of calls begin with that change nothing, where a
// record doesn't say so itself.
const reading = `^(Get|List|Describe|Head|Lookup|BatchGet|BatchCheck|Query|Scan|Select|Search|Check|Assume|Decrypt|Generate|Verify|Validate|View|Test|Simulate|Preview|Estimate|Discover|Filter|Poll|Receive)`

// routine are the calls that nobody means by a change, though they are none that
// only read: sign-ins, sessions, objects, and what machines say of themselves.
const routine = `^(ConsoleLogin|AssumeRole.*|GetSessionToken|GetFederationToken|UpdateInstance(Information|AssociationStatus)|PutInventory|PutComplianceItems|(Create|Put)Log(Stream|Events)|(Put|Get|Delete|Copy|Head)Objects?.*|UploadPart.*|StartQuery|CancelQuery|CredentialChallenge|CredentialVerification|UserAuthentication|SendHeartbeat|UpdateHealth)$`

// making are the calls whose responses have the names of what they made.
const making = `^(Create|Run|Copy|Register|Restore|Import|Allocate|Replicate|Request)`

// refusedOn finds what a call was refused on, in IAM's words (IAM User Guide,
// "Access denied error message format").
const refusedOn = `on resource: (?:user )?([^ ]+)`

// behindARN and behindSecret find an ARN and what stands behind it: what is in a
// bucket, a stack's or a table's own id, a version, and the random end of a secret
// (AWS Secrets Manager User Guide, "What's in a Secrets Manager secret?").
const (
	behindARN    = `^(arn:[^:]+:(?:s3:::[^/]+|cloudformation:[^:]*:[^:]*:stack/[^/]+|dynamodb:[^:]*:[^:]*:table/[^/]+|lambda:[^:]*:[^:]*:function:[^:]+|logs:[^:]*:[^:]*:log-group:[^:]+))[/:].*$`
	behindSecret = `^(arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:.+)-[A-Za-z0-9]{6}$`
)

// toAll shares a snapshot or an image with everybody.
const toAll = `"add":[^]]*"group":"all"`

// anywhere is every address there is, in a rule.
const anywhere = `0[.]0[.]0[.]0/0|::/0`

var (
	deniedCode     = lazyregexp.New(denials)
	grantingName   = lazyregexp.New(granting)
	watchingSource = lazyregexp.New(watching)
	unwatchingName = lazyregexp.New(unwatching)
	readingName    = lazyregexp.New(reading)
	routineName    = lazyregexp.New(routine)
	anywhereRule   = lazyregexp.New(anywhere)
	toAllRule      = lazyregexp.New(toAll)
	makingName     = lazyregexp.New(making)
	refusedOnThing = lazyregexp.New(refusedOn)
	behindAnARN    = lazyregexp.New(behindARN)
	behindASecret  = lazyregexp.New(behindSecret)
)

// Denied reports whether an error code means that access was refused, and not
// that the call was wrong or its object missing.
func Denied(code string) bool { return deniedCode.MatchString(code) }
