import { describe, expect, test } from 'vitest';
import { type Made, resolved } from '../../../local/template-values.ts';

const made: Made = {
  account: '000000000000',
  region: 'us-west-2',
  stackName: 'things',
  resources: new Map([
    ['Bucket', { type: 'AWS::S3::Bucket', physicalId: 'bucket-1' }],
    ['Key', { type: 'AWS::KMS::Key', physicalId: 'arn:aws:kms:x:y:key/1' }],
  ]),
};

describe('given a value of a template, then its references are put in place', () => {
  test.each([
    { value: 'plain', becomes: 'plain' },
    { value: 0, becomes: 0 },
    { value: null, becomes: null },
    { value: [true, { a: 1 }], becomes: [true, { a: 1 }] },
    { value: { Ref: 'Bucket' }, becomes: 'bucket-1' },
    { value: { Ref: 'AWS::Region' }, becomes: 'us-west-2' },
    { value: { Ref: 'AWS::AccountId' }, becomes: '000000000000' },
    {
      value: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
      becomes: 'arn:aws:s3:::bucket-1',
    },
    // Some physical ids are ARNs already.
    {
      value: { 'Fn::GetAtt': ['Key', 'Arn'] },
      becomes: 'arn:aws:kms:x:y:key/1',
    },
    {
      value: {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::x']],
      },
      becomes: 'arn:aws:s3:::x',
    },
    {
      value: { deep: [{ er: { Ref: 'Bucket' } }] },
      becomes: { deep: [{ er: 'bucket-1' }] },
    },
  ])('$value', ({ value, becomes }) => {
    expect(resolved(value, made)).toEqual(becomes);
  });
});
