/** Imported before anything of Temporal's is started in this process: its runtime says nothing but errors. */
import { Runtime } from '@temporalio/worker';
import { SILENT } from './silent-logger.ts';

Runtime.install({ logger: SILENT, telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
