/** What a person sees while the parts come up. */
import { expect, it } from 'vitest';
import { createProgress } from '../../../sandbox/progress.ts';

it('without a terminal, each step leaves one line with its state and seconds when it is over', () => {
  let nowMs = 0;
  const written: string[] = [];
  const progress = createProgress({ write: (text: string) => written.push(text) }, () => nowMs);
  progress.report('postgres', 'waiting');
  progress.report('postgres', 'starting');
  nowMs = 1_500;
  progress.report('postgres', 'ready');
  progress.report('kafka', 'existing');
  progress.end();
  expect(written).toEqual([
    '  ✓ postgres      ready       1.5 s\n',
    '  ✓ kafka         not started: the environment names an existing one\n',
  ]);
});
