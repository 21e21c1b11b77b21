// The shape of ask-resources.json, which Amazon publishes no schema of: the
// project file of the ASK CLI, version 2. Failures as {path, reason}.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const TOP = ['askcliResourcesVersion', 'profiles'];
const PROFILE = ['skillMetadata', 'skillId', 'code', 'skillInfrastructure'];

export function resourcesFaults(resources, project) {
  const faults = unknown('$', resources, TOP);
  if (resources.askcliResourcesVersion !== '2020-03-31') faults.push(fault('$.askcliResourcesVersion', 'must be "2020-03-31"'));
  const profiles = Object.entries(resources.profiles ?? {});
  if (!resources.profiles?.default) faults.push(fault('$.profiles', 'has no profile "default"'));
  for (const [name, profile] of profiles) {
    const at = `$.profiles.${name}`;
    const src = profile.skillMetadata?.src;
    faults.push(...unknown(at, profile, PROFILE));
    if (typeof src !== 'string') faults.push(fault(`${at}.skillMetadata.src`, 'is missing'));
    else if (!existsSync(join(project, src, 'skill.json'))) faults.push(fault(`${at}.skillMetadata.src`, `${src} has no skill.json`));
  }
  return faults;
}

function unknown(path, object, known) {
  return Object.keys(object).filter((key) => !known.includes(key)).map((key) => fault(path, `unknown property ${JSON.stringify(key)}`));
}

function fault(path, reason) {
  return { path, reason };
}
