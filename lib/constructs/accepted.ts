import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Accepts one finding of cdk-nag's AWS Solutions at one construct. */
export function accept(at: Construct, rule: string, reason: string): void {
  Validations.of(at).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** Accepts that a role's policy names things by this wildcard, and no other. */
export function acceptWildcard(
  at: Construct,
  resource: string,
  reason: string,
): void {
  const written = asWritten(Stack.of(at).resolve(resource));
  accept(at, `IAM5[Resource::${written}]`, reason);
}

/** An ARN as cdk-nag writes it: `arn:<AWS::Partition>:s3:::name/*`. */
function asWritten(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map(asWritten).join(separator);
  }
  throw new Error(`No such text in a finding: ${JSON.stringify(value)}`);
}
