/** AWS's own service models, as the installed botocore has them. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ServiceModel } from '../aws/service-model.js';
import { tool } from './tools.js';

/** The model of CloudFormation that requests and answers are held against. */
export function cloudFormationModel(): ServiceModel {
  const lib = join(dirname(tool('python')), '..', 'lib');
  const python = readdirSync(lib).find((name) => name.startsWith('python3'));
  if (python === undefined) throw new Error(`${lib} holds no Python`);
  const data = join(lib, python, 'site-packages', 'botocore', 'data');
  return ServiceModel.read(join(data, 'cloudformation', '2010-05-15', 'service-2.json.gz'));
}
