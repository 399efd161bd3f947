/**
 * A short stand-in for a long text: equal texts have equal digests, different texts have different ones.
 *
 * `node:crypto` is loaded on first use, since loading it takes three times as long as everything else that a cold start
 * of the function does.
 */
export function digestOf(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('base64');
}
