package speech

// Answer is what is said and shown.
type Answer struct {
	// SSML is one <speak> document. Alexa takes 8,000 characters (Alexa Skills
	// Kit, "Request and Response JSON Reference"); it is a good deal shorter, as
	// people listen for a minute and a half at most.
	SSML string
	// CardTitle and CardText are plain text, of at most 8,000 characters
	// together; empty for an answer without a card.
	CardTitle, CardText string
	// Reprompt is another <speak> document, for when nothing is said in return.
	// It is empty when the session is to end.
	Reprompt string
}
