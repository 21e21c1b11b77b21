// Amazon's own names, so that a misspelt one is found. Those a skill like this
// could use; add to them as the models do.
const intents = [
  'Cancel', 'Fallback', 'Help', 'LoopOff', 'LoopOn', 'More', 'NavigateHome', 'NavigateSettings', 'Next', 'No',
  'PageDown', 'PageUp', 'Pause', 'Previous', 'Repeat', 'Resume', 'ScrollDown', 'ScrollLeft', 'ScrollRight',
  'ScrollUp', 'Select', 'ShuffleOff', 'ShuffleOn', 'StartOver', 'Stop', 'Yes',
];
const types = [
  'AlphaNumeric', 'City', 'Color', 'Country', 'DATE', 'DURATION', 'FOUR_DIGIT_NUMBER', 'FirstName', 'LastName',
  'NUMBER', 'Ordinal', 'Person', 'PhoneNumber', 'Region', 'SearchQuery', 'TIME',
];

export const BUILT_IN_INTENTS = new Set(intents.map((name) => `AMAZON.${name}Intent`));
export const BUILT_IN_TYPES = new Set(types.map((name) => `AMAZON.${name}`));

// The console refuses a model without the first four; without the last any
// utterance at all is forced into one of the skill's intents.
export const REQUIRED_INTENTS = ['Help', 'Stop', 'Cancel', 'NavigateHome', 'Fallback'].map((name) => `AMAZON.${name}Intent`);
