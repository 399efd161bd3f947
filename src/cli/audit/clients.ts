/** The AWS calls of an audit, passed in so that a test can replace them. */
import type * as aws from '../../aws/index.js';

export type AuditClients = Pick<
  typeof aws,
  'cloudFormation' | 'sageMaker' | 'organizations' | 'sts' | 'enterAccount' | 'describeKeyWith'
>;
