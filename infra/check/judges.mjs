// What a template is held against. Failures as {judge, path, reason}.
import { cloudformationFaults } from './cloudformation.mjs';
import { guardFaults } from './guard.mjs';
import { iamFaults } from './iam.mjs';
import { promiseFaults } from './promises.mjs';
import { propertyFaults } from './properties.mjs';
import { projected } from './template.mjs';

const JUDGES = {
  'cloudformation-validate': cloudformationFaults,
  'service spec': propertyFaults,
  'IAM data': iamFaults,
  promises: promiseFaults,
};

export async function templateFaults(template) {
  const faults = [];
  for (const [judge, find] of Object.entries(JUDGES)) {
    faults.push(...(await find(projected(template))).map((fault) => ({ judge, ...fault })));
  }
  // The validator knows SAM's own types too: what the projection loses.
  faults.push(...cloudformationFaults(template).map((fault) => ({ judge: 'cloudformation-validate, SAM', ...fault })));
  return faults;
}

// All of it: cfn-guard is a program of its own, and takes most of the time.
export async function allFaults(template) {
  return [...(await templateFaults(template)), ...guardFaults(projected(template)).map((fault) => ({ judge: 'cfn-guard', ...fault }))];
}
