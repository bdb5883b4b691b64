/**
 * `npm run chaos`: a campaign of faults against the real processes, its plan drawn from a seed, judged by records that
 * are kept by others. Exit code 1 on a violation; then everything that it left is kept, and the payment's story told.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchForStop } from '../../sandbox/watch-for-stop.ts';
import { canariesOf } from './canaries.ts';
import { judge } from './check/judge.ts';
import { storiesOf } from './check/story.ts';
import { commandOf, type Options, parseOptions, USAGE } from './options.ts';
import { describePlan, listed } from './plan/describe-plan.ts';
import { makePlan } from './plan/make-plan.ts';
import { type Finished, reportOf } from './report.ts';
import { runCampaign } from './run/campaign.ts';
import { wake } from './run/heal.ts';
import { startWorld, type World } from './run/world.ts';

const STORIES = 3;

async function main(options: Options): Promise<number> {
  const plan = makePlan(options);
  say(commandOf(options));
  for (const { title, counts } of describePlan(plan)) say(`  ${title.padEnd(20)} ${listed(counts)}`);
  const stopping = new AbortController();
  watchForStop((reason) => stopping.abort(new Error(`stopped by ${reason}`)));
  const world = await startWorld(stopping.signal);
  let keep = options.keep;
  try {
    const canaries = canariesOf(options.seed);
    const campaign = await runCampaign(world, {
      ...{ plan, canaries, say, clients: options.clients, signal: stopping.signal },
      quietWithinMs: options['quiet-within'] * 1_000,
    });
    say('looking at the records');
    const judgement = await judge(world, campaign, canaries);
    const finished = { options, plan, campaign, judgement };
    if (judgement.violations.length > 0) keep = true;
    tell(world, finished);
    return judgement.violations.length > 0 ? 1 : 0;
  } catch (error) {
    if (!stopping.signal.aborted) keep = true;
    throw error;
  } finally {
    wake(world);
    await world.stop(keep ? 'keep' : undefined);
    if (keep) say(`kept: ${world.rig.dataDir}`);
  }
}

function tell({ rig }: World, finished: Finished): void {
  const { options, campaign, judgement } = finished;
  const report = reportOf(finished);
  say(`\n${report}`);
  if (options.report !== undefined) writeFileSync(options.report, report);
  writeFileSync(join(rig.dataDir, 'report.md'), report);
  writeFileSync(join(rig.dataDir, 'records.json'), JSON.stringify(judgement.records));
  const stories = storiesOf(judgement, campaign.strikes);
  if (stories.length === 0) return;
  for (const story of stories.slice(0, STORIES)) say(`\n${story}`);
  writeFileSync(join(rig.dataDir, 'stories.md'), `${stories.join('\n\n')}\n`);
  say(
    `\nThe stories of all ${stories.length} are in stories.md of the folder below. Again: ${commandOf(options)}`,
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function run(): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    return 2;
  }
  try {
    return await main(options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

if (import.meta.main) process.exit(await run());
