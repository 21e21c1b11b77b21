// Fifth judge: the rules of AWS Control Tower, by cfn-guard.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GIVEN } from './cloudformation.mjs';

const home = dirname(createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
const GUARD = join(home, 'bin', process.platform === 'darwin' ? 'macos' : 'ubuntu', process.arch === 'arm64' ? 'aarch64' : 'x86_64', 'cfn-guard');
const TOPICS = ['cloudtrail', 'cloudwatch', 'dynamodb', 'identityandaccessmanagement', 'lambda'];

// What the template does otherwise, and why.
const OTHERWISE = [
  'ct-lambda-pr-2', // Alexa calls from no account: the skill id is in its place
  'ct-lambda-pr-3', // it asks AWS alone, and a VPC would cost the start and a NAT
  'ct-cloudwatch-pr-2', // the log is kept for as long as LogRetentionDays says, not a year
  'ct-cloudwatch-pr-3', // CloudWatch encrypts logs with its own key
];

const rules = TOPICS.flatMap((topic) => {
  const folder = join(home, 'rules/control-tower/cfn-guard', topic);
  return readdirSync(folder).filter((file) => !OTHERWISE.includes(file.replace('.guard', ''))).map((file) => readFileSync(join(folder, file), 'utf8'));
});

export function guardFaults(template) {
  const data = [JSON.stringify(given(template))];
  const { stdout, stderr, error } = spawnSync(GUARD, ['validate', '--payload', '--structured', '--show-summary', 'none', '--output-format', 'json'], {
    input: JSON.stringify({ rules, data }), encoding: 'utf8', maxBuffer: 1 << 28,
  });
  if (error) throw error;
  const [report] = stdout ? JSON.parse(stdout) : [];
  if (!report) return [{ path: '', reason: `cfn-guard could not read it: ${stderr.trim()}` }];
  return report.not_compliant.map(({ Rule }) => ({ path: path(Rule), reason: `is against ${message(Rule)}` }));
}

// The rules can not look into Fn::If: the template as it is with all that is optional.
function given(value) {
  if (value === null || typeof value !== 'object') return value;
  if (GIVEN[value.Ref]) return GIVEN[value.Ref];
  if (value['Fn::If']) return given(value['Fn::If'][1]);
  if (Array.isArray(value)) return value.map(given);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, given(item)]));
}

function path(rule) {
  return /\/Resources\/(\w+)/.exec(JSON.stringify(rule))?.[1] ?? '';
}

function message(rule) {
  return /\[(CT\.[^\]]*)\]: ([^\\]*)/.exec(JSON.stringify(rule))?.slice(1).join(': ') ?? rule.name;
}
