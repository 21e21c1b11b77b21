// First judge: AWS's own validator of templates, which ships inside aws-cdk-lib.
import { createRequire } from 'node:module';

const cdk = createRequire(import.meta.url).resolve('aws-cdk-lib');
const { CompositeEngine, TemplateContent } = createRequire(cdk)('@aws/cloudformation-validate');

const engine = new CompositeEngine(); // takes a second to make

// Optional parameters are given: the defaults, which are empty, never reach
// the properties they would be wrong for.
export const GIVEN = {
  KmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012',
  AlarmTopicArn: 'arn:aws:sns:us-east-1:111122223333:on-call',
};

export function cloudformationFaults(template) {
  const report = engine.validateTemplate(new TemplateContent(JSON.stringify(template)), {
    severityLevel: 'WARN',
    parameterOverrides: GIVEN,
  });
  const faults = report.diagnostics
    .filter((diagnostic) => !mistaken(diagnostic))
    .map((diagnostic) => ({
      path: [diagnostic.entity?.logicalId, diagnostic.propertyPath].filter(Boolean).join(' '),
      reason: `${diagnostic.message} (${diagnostic.ruleId})`,
    }));
  // Half an analysis would pass for a clean bill.
  if (report.status === 'ANALYSIS_INCOMPLETE') faults.push({ path: '', reason: 'the analysis is incomplete' });
  return faults;
}

// In an output it doesn't see that the Fn::If around a reference to a
// conditional resource carries that very condition.
function mistaken({ ruleId, propertyPath }) {
  return ruleId === 'W1001' && /^Outputs\/.*Fn::If/.test(propertyPath ?? '');
}
