/** One bundle of the workflows for a whole run: every worker that is started meanwhile finds it in `WORKFLOW_BUNDLE`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeWorkflowBundle } from './workflow-bundle.ts';

export async function setup(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-bundle-'));
  process.env['WORKFLOW_BUNDLE'] = await makeWorkflowBundle(folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
