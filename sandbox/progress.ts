// Shows each step with its state and seconds while the sandbox comes up: in place on a terminal, else one line for
// each change, so that a log file stays readable.
import type { StepName, StepState } from './stack.ts';

interface Row {
  state: StepState;
  note: string | undefined;
  startedAtMs: number | undefined;
  tookMs: number | undefined;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Progress {
  readonly report: (step: StepName, state: StepState, note?: string) => void;
  /** Draws the last state and leaves the cursor below it. */
  end(): void;
}

export function createProgress(output: Output, nowMs: () => number = Date.now): Progress {
  const rows = new Map<StepName, Row>();
  let drawnLines = 0;
  const draw = () => {
    const width = (output.columns ?? 80) - 1;
    const lines = [...rows].map(([step, row]) => lineOf(step, row, nowMs()).slice(0, width));
    output.write(
      `${drawnLines > 0 ? `\x1b[${drawnLines}A` : ''}${lines.map((line) => `\x1b[2K${line}\n`).join('')}`,
    );
    drawnLines = lines.length;
  };
  const timer = output.isTTY ? setInterval(draw, 200) : undefined;
  timer?.unref();
  return {
    report(step, state, note) {
      const before = rows.get(step);
      const startedAtMs = state === 'starting' ? (before?.startedAtMs ?? nowMs()) : before?.startedAtMs;
      const isOver = state === 'ready' || state === 'failed';
      const tookMs = isOver && startedAtMs !== undefined ? nowMs() - startedAtMs : undefined;
      const row = { state, note, startedAtMs, tookMs };
      rows.set(step, row);
      if (output.isTTY) draw();
      else if (isOver || state === 'existing' || note !== undefined)
        output.write(`${lineOf(step, row, nowMs())}\n`);
    },
    end() {
      clearInterval(timer);
      if (output.isTTY) draw();
    },
  };
}

const symbols: Readonly<Record<StepState, string>> = {
  waiting: '·',
  starting: '…',
  ready: '✓',
  existing: '✓',
  failed: '✗',
};

const words: Readonly<Record<StepState, string>> = {
  waiting: 'waiting',
  starting: 'starting',
  ready: 'ready',
  existing: 'not started: the environment names an existing one',
  failed: 'failed',
};

function lineOf(step: StepName, { state, note, startedAtMs, tookMs }: Row, nowMs: number): string {
  const elapsedMs =
    tookMs ?? (state === 'starting' && startedAtMs !== undefined ? nowMs - startedAtMs : undefined);
  const seconds = elapsedMs === undefined ? '' : `${(elapsedMs / 1000).toFixed(1)} s`.padStart(8);
  return `  ${symbols[state]} ${step.padEnd(13)} ${(note ?? words[state]).padEnd(8)} ${seconds}`.trimEnd();
}
