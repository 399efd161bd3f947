/** The formats by name. Each is loaded on use. */
import type { Reporter } from './reporter.js';

export const formats = ['pretty', 'json', 'sarif', 'junit', 'github'] as const;
export type Format = (typeof formats)[number];

const loaders = {
  pretty: async () => (await import('./pretty.js')).pretty,
  json: async () => (await import('./json.js')).json,
  sarif: async () => (await import('./sarif.js')).sarif,
  junit: async () => (await import('./junit.js')).junit,
  github: async () => (await import('./github.js')).github,
} satisfies Record<Format, () => Promise<Reporter>>;

export function reporter(format: Format): Promise<Reporter> {
  return loaders[format]();
}
