/**
 * One variable that the stack sets for this function. A function that was
 * deployed without it fails at its start, not in the middle of a request.
 */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `The environment variable ${name} is not set; the function's stack must set it.`,
    );
  }
  return value;
}
