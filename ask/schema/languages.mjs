// What Alexa demands of words, language by language.

const ENGLISH = {
  wakeWord: 'Alexa',
  alphabet: /^[a-z' .]+$/,
  words: (name) => name.split(/\s+/),
  // Launch phrases, wake words and words that only connect.
  forbidden: /(?<![a-z])(launch|ask|tell|load|begin|enable|open|start|run|play|alexa|amazon|echo|computer|ziggy|skill|app)(?![a-z])/,
  connecting: /^(?:(?:a|an|the|for|to|of|about|up|by|at|off|with|in|on|from|and|or) .*|.* (?:a|an|the|for|to|of|about|up|by|at|off|with|in|on|from|and|or))$/,
  // Japanese is written with or without spaces; the same name is meant.
  spelt: (text) => text.toLowerCase(),
};

const JAPANESE = {
  wakeWord: 'アレクサ',
  alphabet: /^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ーa-z ]+$/u,
  words: (name) => [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(name)]
    .filter((word) => word.isWordLike)
    .map((word) => word.segment),
  forbidden: /起動して|開いて|聞いて|教えて|読み込んで|開始して|有効にして|アレクサ|アマゾン|エコー|コンピューター|スキル|アプリ/,
  connecting: /$^/,
  spelt: (text) => text.toLowerCase().replace(/\s+/g, ''),
};

const LANGUAGES = { en: ENGLISH, ja: JAPANESE };

export function languageOf(locale) {
  return LANGUAGES[locale.slice(0, 2)];
}

export function invocationFaults(name, locale) {
  const language = languageOf(locale);
  if (!language) return [`no rules are known for the language of ${locale}`];
  const faults = [];
  if (name.length < 2 || name.length > 50) faults.push(`has ${name.length} characters, Alexa takes 2 to 50`);
  if (!language.alphabet.test(name)) faults.push(`${JSON.stringify(name)} has characters ${locale} doesn't take`);
  if (language.words(name).length < 2) faults.push(`${JSON.stringify(name)} is one word, Alexa takes two or more`);
  const forbidden = language.forbidden.exec(name)?.[0];
  if (forbidden) faults.push(`holds ${JSON.stringify(forbidden)}, which Alexa keeps for itself`);
  if (language.words(name).length === 2 && language.connecting.test(name)) {
    faults.push(`${JSON.stringify(name)} is two words, one of them an article or preposition`);
  }
  return faults;
}
