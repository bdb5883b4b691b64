/** The workflows in one file, for the workers that a test or a campaign starts: bundled once, not by each of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowBundlePath } from '@temporalio/worker';
import { bundleWorkflows } from '../../worker/bundle-workflows.ts';
import { SILENT } from './silent-logger.ts';

/** @returns the file that it made. */
export async function makeWorkflowBundle(folder: string): Promise<string> {
  const file = join(folder, 'workflow-bundle.js');
  writeFileSync(file, (await bundleWorkflows({ logger: SILENT })).code);
  return file;
}

/** What `bundle-setup.ts` made, for a worker in the test's own process. */
export function workflowBundle(): WorkflowBundlePath {
  const codePath = process.env['WORKFLOW_BUNDLE'];
  if (codePath === undefined)
    throw new Error('name test/support/bundle-setup.ts as this project’s globalSetup');
  return { codePath };
}
