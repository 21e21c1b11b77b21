package ask

// MaxEntities is how many values and synonyms a directive may teach, of all types
// together (Alexa Skills Kit, "Use Dynamic Entities for Customized Interactions").
const MaxEntities = 100

// Teaching gathers values of slot types for Alexa to learn for the rest of a
// session.
type Teaching struct{ types []entityType }

type (
	entityType struct {
		Name   string        `json:"name"`
		Values []entityValue `json:"values"`
	}
	entityValue struct {
		ID   string     `json:"id"`
		Name entityName `json:"name"`
	}
	entityName struct {
		Value    string   `json:"value"`
		Synonyms []string `json:"synonyms,omitempty"`
	}
)

// Add adds a value of a slot type: the id that it is to be resolved to, and how it
// is said, in one way at least.
func (t *Teaching) Add(slotType, id string, said []string) {
	value := entityValue{ID: id, Name: entityName{Value: said[0], Synonyms: said[1:]}}
	for i := range t.types {
		if t.types[i].Name == slotType {
			t.types[i].Values = append(t.types[i].Values, value)
			return
		}
	}
	t.types = append(t.types, entityType{Name: slotType, Values: []entityValue{value}})
}

// UpdateDynamicEntities is the directive that teaches values of slot types (Alexa
// Skills Kit, "Use Dynamic Entities for Customized Interactions").
type UpdateDynamicEntities struct {
	Type           string       `json:"type"`
	UpdateBehavior string       `json:"updateBehavior"`
	Types          []entityType `json:"types"`
}

// Directive is the directive, which takes the place of what was taught before.
func (t *Teaching) Directive() UpdateDynamicEntities {
	return UpdateDynamicEntities{Type: "Dialog.UpdateDynamicEntities", UpdateBehavior: "REPLACE", Types: t.types}
}
