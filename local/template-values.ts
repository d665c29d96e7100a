import * as z from 'zod';

/** What CloudFormation made of a template's stack. */
export type Made = {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  /** By logical id; what a false condition left out is missing. */
  readonly resources: ReadonlyMap<
    string,
    { readonly type: string; readonly physicalId: string }
  >;
};

const partition = 'aws';

/** Names of the resources whose `Arn` a property may ask for. */
const arns: Readonly<Record<string, (made: Made, id: string) => string>> = {
  'AWS::S3::Bucket': (_, id) => `arn:${partition}:s3:::${id}`,
  'AWS::IAM::Role': ({ account }, id) =>
    `arn:${partition}:iam::${account}:role/${id}`,
  'AWS::KMS::Key': ({ account, region }, id) =>
    `arn:${partition}:kms:${region}:${account}:key/${id}`,
};

const Ref = z.strictObject({ Ref: z.string() });
const GetAtt = z.strictObject({
  'Fn::GetAtt': z.tuple([z.string(), z.string()]),
});
const Join = z.strictObject({
  'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]),
});

/**
 * A property's value with its references put in place: `Ref`, `Fn::GetAtt` of
 * an ARN, `Fn::Join`, and the pseudo parameters. Throws on what it does not
 * know, so that nothing is applied that was understood by half.
 */
export function resolved(value: unknown, made: Made): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, made));
  if (typeof value !== 'object' || value === null) return value;
  const ref = Ref.safeParse(value);
  if (ref.success) return referred(ref.data.Ref, made);
  const attribute = GetAtt.safeParse(value);
  if (attribute.success) {
    const [id, name] = attribute.data['Fn::GetAtt'];
    return attributeOf(id, name, made);
  }
  const join = Join.safeParse(value);
  if (join.success) {
    const [separator, parts] = join.data['Fn::Join'];
    return parts.map((part) => resolved(part, made)).join(separator);
  }
  const entries = Object.entries(value).map(([key, each]) => {
    if (key.startsWith('Fn::')) throw new Error(`Cannot resolve ${key}.`);
    return [key, resolved(each, made)];
  });
  return Object.fromEntries(entries);
}

function referred(id: string, made: Made): string {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': made.account,
    'AWS::Region': made.region,
    'AWS::Partition': partition,
    'AWS::StackName': made.stackName,
  };
  return pseudo[id] ?? resourceOf(id, made).physicalId;
}

function attributeOf(id: string, name: string, made: Made): string {
  const { type, physicalId } = resourceOf(id, made);
  const arn = name === 'Arn' ? arns[type] : undefined;
  if (!arn) throw new Error(`Cannot resolve ${id}.${name} of a ${type}.`);
  return physicalId.startsWith('arn:') ? physicalId : arn(made, physicalId);
}

function resourceOf(id: string, { resources, stackName }: Made) {
  const resource = resources.get(id);
  if (resource) return resource;
  throw new Error(`The stack ${stackName} has made no "${id}".`);
}
