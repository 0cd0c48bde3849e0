import { backendExpectations } from './backend-laws.js';
import {
  type Expectation,
  type FaultPlace,
  limitsOfLimits,
  type OptimizerExpectation,
  optimizerExpectations,
  places,
  type TrialOutcome,
  taskExpectations,
} from './expectations.js';
import { backendFaults } from './faulty-backend.js';
import { optimizerFaults } from './optimizer-faults.js';
import { taskFaults } from './task-faults.js';

/** What is stated of every fault, as tables and a list in Markdown: `docs/faults.md` holds them. */
export function faultTables(): {
  readonly tasks: string;
  readonly optimizers: string;
  readonly backends: string;
  readonly limits: string;
} {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
  const byPlace = <E>(
    what: string,
    faults: Readonly<Record<string, string>>,
    {
      expected,
      words,
    }: { expected: Readonly<Record<string, Readonly<Record<FaultPlace, E>>>>; words: (e: E) => string },
  ) =>
    table(
      [what, 'inline', 'threads', 'processes'],
      Object.entries(faults).map(([name, text]) => [
        text,
        ...places.map(place => words((expected[name] as Readonly<Record<FaultPlace, E>>)[place])),
      ]),
    );
  return {
    tasks: byPlace('an evaluation that …', taskFaults, { expected: taskExpectations, words: trialWords }),
    optimizers: byPlace('an optimizer that …', optimizerFaults, { expected: optimizerExpectations, words: runWords }),
    backends: table(
      ['a backend of which …', 'the study'],
      Object.entries(backendFaults).map(([name, text]) => [
        text,
        studyWords[backendExpectations[name as keyof typeof backendFaults]],
      ]),
    ),
    limits: limitsOfLimits.map(text => `- ${text}`).join('\n'),
  };
}

const outcomeWords: Readonly<Record<TrialOutcome, string>> = {
  ok: 'ok',
  'ok-after-retry': 'retried, then ok',
  failed: 'failed',
  'failed-after-retries': 'failed after its retries',
  'timed-out': 'timed out',
};

function trialWords(expected: Expectation): string {
  switch (expected.result) {
    case 'contained': {
      const { outcome, left, needs, upToNode } = expected;
      return `${outcomeWords[outcome]}${needs ? `, under \`${needs}\`` : ''}${upToNode ? ` and up to Node ${upToNode}` : ''}${left ? `; left behind: ${left}` : ''}`;
    }
    case 'written-off':
      return `${outcomeWords[expected.outcome]}; the worker is **written off**`;
    case 'not-containable':
      return `**not containable**: ${expected.reason}`;
  }
}

function runWords(expected: OptimizerExpectation): string {
  switch (expected.result) {
    case 'contained':
      return `its run has ${expected.status === 'failed' ? 'failed' : `ended as ${expected.status}`}`;
    case 'held':
      return 'keeps its worker until the study ends; the others go on';
    case 'not-containable':
      return `**not containable**: ${expected.reason}`;
  }
}

const studyWords: Readonly<Record<(typeof backendExpectations)[keyof typeof backendExpectations], string>> = {
  'same-trials': 'makes the same trials',
  refused: 'rejects with `GLOMPO_WORKER_START`',
  interruptible: 'waits, and ends when it is interrupted',
};
