import { createHash, createPublicKey } from 'node:crypto';
import {
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import { environment } from '../../platform/environment.ts';
import { canonical } from '../../platform/history.ts';
import { SealJwk, type SealKey } from '../seal/contract.ts';

/** Bounds of each call; three attempts with the SDK's jittered backoff. */
const kms = new KMSClient({
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
  },
});

/** The public half of the stage's signing key. One request to KMS. */
async function publicKey(): Promise<Omit<SealKey, 'since'>> {
  const { PublicKey: der } = await kms.send(
    new GetPublicKeyCommand({ KeyId: environment('SEAL_KEY') }),
  );
  if (der === undefined) throw new Error('KMS answered without a public key.');
  const key = createPublicKey({
    key: Buffer.from(der),
    format: 'der',
    type: 'spki',
  });
  const jwk = SealJwk.parse(key.export({ format: 'jwk' }));
  const pem = key.export({ format: 'pem', type: 'spki' }).toString();
  return { id: thumbprint(jwk), jwk, pem };
}

/** Signs bytes, at most 4,096; DER in base 64. One request to KMS. */
async function sign(bytes: Uint8Array): Promise<string> {
  const { Signature: signature } = await kms.send(
    new SignCommand({
      KeyId: environment('SEAL_KEY'),
      Message: bytes,
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    }),
  );
  if (signature === undefined) throw new Error('KMS answered no signature.');
  return Buffer.from(signature).toString('base64');
}

/** Signs with a key that never leaves KMS. */
export const sealSigner = { publicKey, sign };
export type SealSigner = typeof sealSigner;

/** Names a key by itself. Source: RFC 7638, 3. */
export function thumbprint(jwk: SealJwk): string {
  return createHash('sha256').update(canonical(jwk)).digest('base64url');
}
