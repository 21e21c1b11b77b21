// Would Alexa speak this SSML? Reasons why not, as text.
import { SaxesParser } from 'saxes';
import ssmlCheck from 'ssml-check-core';

// ssml-check-core also passes what only Polly knows.
const NOT_ALEXA = ['mark', 'amazon:auto-breaths', 'amazon:breath'];

export async function ssmlFaults(ssml, locale = 'en-US') {
  const faults = xmlFaults(ssml);
  return faults.length > 0 ? faults : tagFaults(ssml, locale);
}

// Strictly well-formed: one raw & or < fails the whole response.
function xmlFaults(ssml) {
  const faults = [];
  const opened = [];
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  parser.on('error', (error) => faults.push(`SSML is not well-formed XML: ${error.message}`));
  parser.on('opentagstart', (tag) => opened.push(tag.name));
  parser.write(ssml).close();
  if (faults.length > 0) return faults.slice(0, 1); // the rest follow from the first
  if (opened[0] !== 'speak') return [`SSML must be one <speak>, not <${opened[0]}>`];
  if (opened.lastIndexOf('speak') > 0) return ['SSML must be one <speak>: another is inside it'];
  return [];
}

async function tagFaults(ssml, locale) {
  // Two quirks of ssml-check-core 0.3.9: it spells Japanese jp-JP, and it
  // stumbles over a <break/> without attributes, which Alexa takes.
  const errors = await ssmlCheck.check(ssml.replace(/<break\s*\/>/g, '<break strength="medium"/>'), {
    platform: 'amazon',
    locale: locale === 'ja-JP' ? 'jp-JP' : locale,
    unsupportedTags: NOT_ALEXA,
  });
  return (errors ?? []).map((error) => {
    if (error.type !== 'tag') return `SSML: ${error.type}`;
    if (!error.attribute) return `SSML: <${error.tag}> is not one of Alexa's tags`;
    if (error.attribute === 'none') return `SSML: <${error.tag}> lacks an attribute or is not spoken in ${locale}`;
    return `SSML: <${error.tag}> can't have ${error.attribute}=${JSON.stringify(error.value ?? '')}`;
  });
}
