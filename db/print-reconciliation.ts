/** `npm run -s reconcile:report`: the last finished report of each gateway, as JSON on standard output. */

import { PROVIDERS } from '../domain/providers.ts';
import { loadOrExit } from '../platform/config/load-or-exit.ts';
import { loadReportConfig } from '../platform/config/load-tool-config.ts';
import { openDatabase } from './orm.ts';
import { lastReport } from './stores/reconciliation-reports.ts';

async function main(): Promise<void> {
  const { databaseUrl } = loadOrExit(loadReportConfig);
  const database = await openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    const reports = await Promise.all(
      PROVIDERS.map(async (provider) => await lastReport(database, provider)),
    );
    process.stdout.write(
      `${JSON.stringify(
        reports.filter((report) => report !== null),
        null,
        2,
      )}\n`,
    );
  } finally {
    await database.close();
  }
}

if (import.meta.main) await main();
