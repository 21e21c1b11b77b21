package history

import "slices"

// global are the services whose events are in globalRegion (AWS CloudTrail User
// Guide, "Global service events").
var global = []string{"iam.amazonaws.com", "sts.amazonaws.com", "signin.amazonaws.com", "cloudfront.amazonaws.com"}

const globalRegion = "us-east-1"

// RegionsFor are the regions to ask, by their names, where some are wanted: those,
// and the one that has the events of global services, for these alone unless it is
// wanted itself.
func RegionsFor(wanted []string) []Region {
	var regions []Region
	for _, name := range wanted {
		regions = append(regions, Region{Name: name})
	}
	if len(wanted) > 0 && !slices.Contains(wanted, globalRegion) {
		regions = append(regions, Region{Name: globalRegion, GlobalOnly: true})
	}
	return regions
}
