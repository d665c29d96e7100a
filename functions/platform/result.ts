/** What a use case gives back: its value, or a failure that carries its facts. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<const T>(value: T): {
  readonly ok: true;
  readonly value: T;
} {
  return { ok: true, value };
}

export function fail<const E extends { code: string }>(
  error: E,
): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}
