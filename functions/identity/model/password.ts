/**
 * Letters and digits that nobody mistakes for one another when read from paper:
 * without 0, 1, i, l and o.
 */
const characters = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 3;
const groupCharacters = 4;

/**
 * A password for one sign-in, as `k7mp-x3rt-9hwe`: 12 of 31 characters, 59
 * bits, easy to copy from paper. `randomBelow` must be cryptographically
 * random.
 */
export function oneTimePassword(
  randomBelow: (limit: number) => number,
): string {
  const character = () => characters[randomBelow(characters.length)];
  const group = () =>
    Array.from({ length: groupCharacters }, character).join('');
  return Array.from({ length: groups }, group).join('-');
}
