// Builds dist/ where npm installs this repository itself, as pre-commit does with its hooks: in that case npm runs
// `prepare` and no other script. It marks it with a variable; everywhere else there is nothing to prepare.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

if (process.env._PACOTE_NO_PREPARE_ !== undefined) {
  execFileSync(process.execPath, [join(import.meta.dirname, 'build.mjs')], { stdio: 'inherit' });
}
