// Package pudding holds the skill package, for what needs it at run time: the
// typed utterances of the command line are matched with its samples.
package pudding

import "embed"

// SkillPackage is the folder skill-package.
//
//go:embed skill-package
var SkillPackage embed.FS
