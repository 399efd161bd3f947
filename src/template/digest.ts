/**
 * Stands for a text of any length: equal texts have equal digests, and others do not.
 *
 * `node:crypto` is loaded where it is used, since loading it takes three times as long as running all that a cold start
 * of the function runs.
 */
export function digestOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('base64');
}
