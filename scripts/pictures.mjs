// `npm run pictures` makes the README's pictures from what the program shows today. They are in docs/, and not part of
// the npm package. `node scripts/pictures.mjs FOLDER` writes them to another folder, as their test does.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installChromium } from '../test/integration/install.mjs';
import { auditPage } from './audit-page.mjs';
import { blockedDeployment } from './blocked-deployment.mjs';

const folder = process.argv[2] ?? join(import.meta.dirname, '../docs');

writeFileSync(join(folder, 'blocked-deployment.svg'), await blockedDeployment());
writeFileSync(join(folder, 'audit-page.png'), await auditPage(installChromium()));
