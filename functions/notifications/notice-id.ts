import { ulid } from 'ulid';
import { contentHashOf } from '../platform/history.ts';

/**
 * The id of a notice, made from what it tells and to whom: the same news told
 * again has the same id, wherever and however often it is told. It sorts by
 * `at`, the moment of the news in UTC.
 */
export function noticeId(at: string, told: object): string {
  const bytes = Buffer.from(contentHashOf({ at, ...told }), 'hex');
  let next = 0;
  const digit = () => (bytes[next++ % bytes.length] ?? 0) / 256;
  return `ntf_${ulid(Date.parse(at), digit)}`;
}
