package names

import "strings"

// romaji reads a word of Latin letters as Japanese (Hepburn's system, and what
// is usual beside it), or is empty if it cannot be Japanese. Long vowels are read
// short, as they are mostly written.
//
//	saito    saito
//	yuuki    yuki
//	shinji   SinJi
func romaji(word string) string {
	if len(word) < 3 {
		return ""
	}
	var out strings.Builder
	for rest := word; rest != ""; {
		if rest[0] == 'n' && (len(rest) == 1 || strings.IndexByte("aiueoy", rest[1]) < 0) {
			out.WriteByte('n')
			rest = rest[1:]
			continue
		}
		if len(rest) > 2 && rest[0] == rest[1] && strings.IndexByte("kstpcgdbz", rest[0]) >= 0 {
			rest = rest[1:]
			continue
		}
		onset := longestOf(romajiOnsets, rest)
		rest = rest[len(onset):]
		if rest == "" || strings.IndexByte("aiueo", rest[0]) < 0 {
			return ""
		}
		vowel := rest[0]
		out.WriteString(romajiSounds[onset])
		out.WriteByte(vowel)
		rest = rest[1:]
		for rest != "" && (rest[0] == vowel || vowel == 'o' && rest[0] == 'u' || vowel == 'o' && rest[0] == 'h' && (len(rest) == 1 || strings.IndexByte("aiueo", rest[1]) < 0)) {
			rest = rest[1:]
		}
	}
	return squeeze(out.String())
}

// romajiSounds are the sounds of what may stand before a vowel.
var romajiSounds = map[string]string{
	"": "", "k": "k", "s": "s", "t": "t", "n": "n", "h": "h", "m": "m", "y": "y", "r": "r", "w": "w",
	"g": "g", "z": "z", "d": "d", "b": "b", "p": "p", "f": "f", "j": "J", "sh": "S", "ch": "C", "ts": "ts",
	"tch": "C", "ky": "ky", "gy": "gy", "ny": "ny", "hy": "hy", "by": "by", "py": "py", "my": "my", "ry": "ry", "jy": "J",
}

var romajiOnsets = func() (all []string) {
	for onset := range romajiSounds {
		all = append(all, onset)
	}
	return all
}()

func longestOf(prefixes []string, s string) (longest string) {
	for _, p := range prefixes {
		if len(p) > len(longest) && strings.HasPrefix(s, p) {
			longest = p
		}
	}
	return longest
}
