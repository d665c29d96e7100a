import { expect, test } from 'vitest';
import { codeOf } from '../../../local/second-factor.ts';

/** Source: RFC 6238, appendix B, SHA-1, the last six of its eight digits. */
test.each([
  { seconds: 59, code: '287082' },
  { seconds: 1_111_111_109, code: '081804' },
  { seconds: 1_111_111_111, code: '050471' },
  { seconds: 1_234_567_890, code: '005924' },
  { seconds: 2_000_000_000, code: '279037' },
  { seconds: 20_000_000_000, code: '353130' },
])('at $seconds s the app shows $code', ({ seconds, code }) => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  expect(codeOf(secret, new Date(seconds * 1_000))).toBe(code);
});
