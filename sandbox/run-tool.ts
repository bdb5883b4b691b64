// `npm run -s in-sandbox -- <script> [arguments]`: one of this project's tools, configured for what `npm start` runs, as
// in `npm run -s in-sandbox -- worker/operator.ts retry <paymentId> --who kim`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ownEnvironment } from './own-environment.ts';
import { keepSecrets } from './secrets.ts';
import { parseSettings } from './settings.ts';

const root = join(import.meta.dirname, '..');

function run([script, ...args]: readonly string[]): void {
  if (script === undefined) {
    process.stderr.write('usage: npm run -s in-sandbox -- <script> [arguments]\n');
    process.exitCode = 2;
    return;
  }
  const settings = parseSettings(process.env);
  const env = ownEnvironment(settings, keepSecrets(settings.dataDir));
  const child = spawn(process.execPath, [join(root, script), ...args], { env, cwd: root, stdio: 'inherit' });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

if (import.meta.main) run(process.argv.slice(2));
