/** AWS's own service models, as the installed botocore has them. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ServiceModel } from '../aws/service-model.js';
import { tool } from './tools.js';

/** The newest model of a service, which requests and answers are held against. */
export function serviceModel(service: string): ServiceModel {
  const lib = join(dirname(tool('python')), '..', 'lib');
  const python = readdirSync(lib).find((name) => name.startsWith('python3'));
  if (python === undefined) throw new Error(`${lib} holds no Python`);
  const folder = join(lib, python, 'site-packages', 'botocore', 'data', service);
  const version = readdirSync(folder).sort().at(-1) ?? '';
  return ServiceModel.read(join(folder, version, 'service-2.json.gz'));
}
