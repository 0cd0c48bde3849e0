import type { Output } from '../contracts/backend.js';
import type { CrewEvents, Replacement, Silence } from './crew-events.js';
import type { EventLog } from './event-log.js';
import type { StudyEventBody } from './events.js';
import { Printed } from './printed.js';
import type { StudyState } from './study-state.js';

/** Of what is printed, in one event. */
const mostCharacters = 1 << 16;

/** What is to be done when something has become of a worker. */
export interface Listener {
  readonly state: StudyState;
  /** A worker is there again. */
  onReplaced(): void;
  onBroken(error: unknown): void;
}

/** What workers tell beside their answers, from the first one that starts to the end of the last one: it becomes events of the study. */
export class WorkerNews implements CrewEvents {
  readonly printed = new Printed();
  readonly leftBehind: string[] = [];
  readonly #events: EventLog;
  /** Seconds since the study was made. */
  readonly #seconds: () => number;
  #listener: Listener | undefined;

  constructor(events: EventLog, seconds: () => number) {
    this.#events = events;
    this.#seconds = seconds;
  }

  /** From now on there is a study. */
  attach(listener: Listener): void {
    this.#listener = listener;
  }

  onOutput(output: Output): void {
    this.printed.take(output);
    // In pieces, so that an event stays small: more than the log holds would be nothing but a gap.
    for (let at = 0; at < output.text.length; at += mostCharacters)
      this.#note({ type: 'output', ...output, text: output.text.slice(at, at + mostCharacters) });
  }

  onLeftBehind(backend: string, worker: number, what: string): void {
    this.leftBehind.push(`${backend}: ${what}`);
    this.#note({ type: 'left-behind', backend, worker, what });
  }

  onReplaced(replaced: Replacement): void {
    if (this.#listener) this.#listener.state.replaced++;
    this.#note({ type: 'worker-replaced', ...replaced });
    this.#listener?.onReplaced();
  }

  onBroken(error: unknown): void {
    this.#listener?.onBroken(error);
  }

  onLoading(backend: string, worker: number, seconds: number): void {
    const message = `worker ${worker} of ${backend} still loads the task after ${seconds} s`;
    this.#note({ type: 'warning', message });
  }

  onNoSpare(backend: string, why: string): void {
    this.#note({
      type: 'warning',
      message: `no worker of ${backend} stands by in case that another one is lost: ${why}`,
    });
  }

  onSilence({ run, optimizer, seconds, usualSeconds }: Silence): void {
    const what = optimizer ? 'its optimizer takes' : 'trials take';
    const usual =
      usualSeconds === undefined ? 'and no trial has ended yet' : `where ${what} ${usualSeconds.toPrecision(2)} s`;
    const hint = optimizer ? '' : ' (what hangs is ended where there is a limit for the time of a trial)';
    const message = `run ${run} has said nothing for ${seconds.toFixed(1)} s, ${usual}${hint}`;
    const figures = { run, seconds, ...(usualSeconds !== undefined && { usualSeconds }) };
    this.#note({ type: 'warning', message, data: figures });
  }

  #note(body: StudyEventBody): void {
    // Workers may tell before the study has begun, and until the last of them is gone.
    if (this.#events.ended) return;
    const { seconds = this.#seconds(), evaluations = 0 } = this.#listener?.state ?? {};
    this.#events.append(body, { seconds, evaluations });
  }
}
