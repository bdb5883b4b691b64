/**
 * `npm run bundle -- <file>`: the workflows with all that they import, in the one file that a worker runs. A worker
 * that is not given it (`WORKFLOW_BUNDLE`) makes its own at each start, which costs seconds and memory.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type BundleOptions,
  bundleWorkflowCode,
  DefaultLogger,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH } from '../platform/temporal/data-converter.ts';

export const WORKFLOWS_PATH = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

export async function bundleWorkflows(
  options: Pick<BundleOptions, 'logger' | 'webpackConfigHook'> = {},
): Promise<WorkflowBundleWithSourceMap> {
  return await bundleWorkflowCode({
    ...options,
    workflowsPath: WORKFLOWS_PATH,
    failureConverterPath: FAILURE_CONVERTER_PATH,
  });
}

async function main(file: string | undefined): Promise<number> {
  if (file === undefined) {
    process.stderr.write('usage: npm run bundle -- <file>\n');
    return 2;
  }
  await writeFile(file, (await bundleWorkflows({ logger: new DefaultLogger('WARN') })).code);
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv[2]);
