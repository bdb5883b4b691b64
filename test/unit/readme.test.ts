/** The README's payment is the one that `npm start` prints and the e2e test runs, and its addresses are the defaults. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portTable } from '../../sandbox/ports.ts';
import { paymentScript } from '../../sandbox/print-welcome.ts';

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');

describe('README.md', () => {
  it('shows the payment that npm start prints, line by line', () => {
    const lines = paymentScript({
      api: `http://127.0.0.1:${portTable.api.byDefault}`,
      token: '$(npm run -s token -- --sub alice)',
    });
    expect(readme).toContain(`\`\`\`sh\n${lines}\n\`\`\`\n`);
  });

  it('names only addresses where something listens by default', () => {
    const named = [...readme.matchAll(/http:\/\/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
    const { api, temporalUi } = portTable;
    expect(new Set(named)).toEqual(new Set([api.byDefault, temporalUi.byDefault]));
  });
});
