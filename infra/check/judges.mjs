// What a template is held against. Failures as {judge, path, reason}.
import { cloudformationFaults } from './cloudformation.mjs';
import { deploymentFaults } from './deployments.mjs';
import { guardFaults } from './guard.mjs';
import { iamFaults } from './iam.mjs';
import { inventoryFaults } from './inventory.mjs';
import { parameterFaults } from './parameters.mjs';
import { promiseFaults } from './promises.mjs';
import { propertyFaults } from './properties.mjs';
import { projected } from './template.mjs';

const JUDGES = {
  'cloudformation-validate': cloudformationFaults,
  'service spec': propertyFaults,
  'IAM data': iamFaults,
  promises: promiseFaults,
  deployments: deploymentFaults,
  parameters: parameterFaults,
};

export async function templateFaults(template) {
  const faults = [];
  for (const [judge, find] of Object.entries(JUDGES)) faults.push(...(await judged(judge, (t) => find(projected(t)), template)));
  // The validator knows SAM's own types too: what the projection loses.
  faults.push(...(await judged('cloudformation-validate, SAM', cloudformationFaults, template)));
  faults.push(...(await judged('inventory', inventoryFaults, template)));
  return faults;
}

// A judge that stumbles over a template has not let it pass.
async function judged(judge, find, template) {
  try {
    return (await find(template)).map((fault) => ({ judge, ...fault }));
  } catch (error) {
    return [{ judge, path: '', reason: `can not be read: ${error.message}` }];
  }
}

// All of it: cfn-guard is a program of its own, and takes most of the time.
export async function allFaults(template) {
  return [...(await templateFaults(template)), ...(await judged('cfn-guard', (t) => guardFaults(projected(t)), template))];
}
