package names

import "strings"

// A vocabulary holds the words that known names are made of.
type vocabulary struct {
	ids   map[string]int32
	words []word
	bones map[string][]int32 // by their letters without the vowels
}

// A word of the vocabulary, a number, or a mark.
type word struct {
	text    string
	mark    byte     // 0 for a word
	ways    []string // to say it
	grams   []uint32
	outline []byte
	listed  bool  // in the dictionary
	names   int32 // how many hold it
}

func newVocabulary() *vocabulary {
	return &vocabulary{ids: map[string]int32{}, bones: map[string][]int32{}}
}

// id numbers a part, and learns it if it is new.
func (v *vocabulary) id(p part, say func(string) []string) int32 {
	text := p.text
	if p.mark != 0 {
		text = string([]byte{p.mark})
	}
	if id, ok := v.ids[text]; ok {
		return id
	}
	id := int32(len(v.words))
	w := word{text: text, mark: p.mark}
	if p.mark == 0 {
		w.ways = say(text)
		w.grams = wordGrams(nil, text)
		w.outline = appendOutline(nil, w.ways[0])
		w.listed = !isNumber(text[0]) && lookUp(text) != nil
		if len(text) >= shortestBones {
			v.bones[bones(text)] = append(v.bones[bones(text)], id)
		}
	} else {
		w.ways = []string{"", string([]byte{markSound(p.mark)}), markNames[p.mark]}
	}
	v.ids[text] = id
	v.words = append(v.words, w)
	return id
}

// has tells whether text is a word of a known name.
func (v *vocabulary) has(text string) bool {
	_, ok := v.ids[text]
	return ok
}

// ways are those to say a word of the vocabulary.
func (v *vocabulary) ways(text string) []string { return v.words[v.ids[text]].ways }

// shortestBones is the shortest word that is looked for by its bones.
const shortestBones = 4

// bones are a word's letters with a star for each vowel.
func bones(word string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiou", r) {
			return '*'
		}
		return r
	}, word)
}

// A spelledOtherwise is a word of the vocabulary that differs from one that was
// heard by its vowels only.
type spelledOtherwise struct {
	text string
	toll cost
}

// otherwise are the words of the vocabulary that differ from a word by one vowel
// or two.
func (v *vocabulary) otherwise(word string) (out []spelledOtherwise) {
	if len(word) < shortestBones {
		return nil
	}
	for _, id := range v.bones[bones(word)] {
		other, differ := v.words[id].text, 0
		for i := range len(word) {
			if word[i] != other[i] {
				differ++
			}
		}
		if differ == 1 || differ == 2 && len(word) > shortestBones+1 {
			out = append(out, spelledOtherwise{other, cost(differ) * tollVowel})
		}
	}
	return out
}

// markNames are what marks sound like when they are not understood.
var markNames = map[byte]string{'-': "dAS", '.': "dat", '_': "@nd@rskor", '@': "At", '+': "pl@s", '/': "slAS"}
