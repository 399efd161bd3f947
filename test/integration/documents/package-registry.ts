/** An npm registry on the loopback that has this package as it would be published, and leads on to the real one. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pack } from '../packed.js';
import { root, run } from '../tools.js';

export interface PackageRegistry {
  readonly url: string;
  close(): void;
}

export async function startPackageRegistry(): Promise<PackageRegistry> {
  const { tarball } = await pack();
  const bytes = readFileSync(tarball);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { stdout } = await run('npm', ['config', 'get', 'registry']);
  const real = stdout.trim().replace(/\/$/, '');

  const server = createServer(({ url = '/' }, response) => {
    if (url === `/${manifest.name}`) response.end(JSON.stringify(packument()));
    else if (url === '/tarball.tgz') response.end(bytes);
    else response.writeHead(307, { Location: `${real}${url}` }).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;

  function packument() {
    const { name, version } = manifest;
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const versions = { [version]: { ...manifest, dist: { tarball: `${address}/tarball.tgz`, integrity } } };
    return { name, 'dist-tags': { latest: version }, versions };
  }

  return { url: address, close: () => server.close() };
}
