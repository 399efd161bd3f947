// `npm run pictures`: makes the README's pictures of what the program shows today. They stand in docs/ and are no part
// of the npm package.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installChromium } from '../test/integration/install.mjs';
import { auditPage } from './audit-page.mjs';
import { blockedDeployment } from './blocked-deployment.mjs';

const docs = join(import.meta.dirname, '../docs');

writeFileSync(join(docs, 'blocked-deployment.svg'), await blockedDeployment());
writeFileSync(join(docs, 'audit-page.png'), await auditPage(installChromium()));
