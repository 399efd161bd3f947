/** What an audit calls of AWS; passed in, so that a test can stand in for it. */
import type * as aws from '../../aws/index.js';

export type AuditClients = Pick<
  typeof aws,
  'cloudFormation' | 'sageMaker' | 'organizations' | 'sts' | 'enterAccount' | 'describeKeyWith'
>;
