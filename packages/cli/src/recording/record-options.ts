import { GlompoError, Mistakes } from '@glompo/core';
import type { CheckpointOptions, Detail, Durability, RecordOptions } from '@glompo/store';
import type { Args } from '../args/read-args.js';
import { numberIn, oneOf, positiveInteger, wrongValue } from '../args/values.js';

const needDir = [
  ...['from', 'durability', 'detail'],
  ...['checkpoint-every', 'checkpoint-at', 'checkpoint-keep', 'checkpoint-name'],
];

const durabilities: readonly Durability[] = ['batch', 'second', 'end'];
const details: readonly Detail[] = ['trials', 'improvements', 'none'];

/** Only the last ones of a schedule are kept, unless more are asked for. */
const defaultKeep = 3;

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** How a study is recorded. @throws GlompoError `GLOMPO_OPTION` */
export function recordOptions(
  { flags }: Pick<Args, 'flags'>,
  onCheckpoint: CheckpointOptions['onCheckpoint'] | undefined,
): Pick<RecordOptions, 'durability' | 'detail' | 'checkpoints'> {
  const one = (flag: string) => flags.get(flag)?.[0];
  const durability = one('durability');
  const detail = one('detail');
  const every = one('checkpoint-every');
  const at = (flags.get('checkpoint-at') ?? []).flatMap(text => text.split(','));
  const keep = one('checkpoint-keep');
  const name = one('checkpoint-name');
  const mistakes = new Mistakes();
  for (const moment of at)
    mistakes.inSync(() => {
      if (moment !== 'start' && moment !== 'end') throw wrongValue('checkpoint-at', 'start, end or start,end', moment);
    });
  mistakes.inSync(() => {
    if (every === undefined && at.length === 0 && (keep ?? name) !== undefined)
      throw new GlompoError(
        'GLOMPO_OPTION',
        `--checkpoint-${keep === undefined ? 'name' : 'keep'}: no checkpoint is made: --checkpoint-every or --checkpoint-at says when`,
      );
  });
  const checkpoints: CheckpointOptions = {
    every: every === undefined ? undefined : mistakes.inSync(() => interval(every)),
    atStart: at.includes('start'),
    atEnd: at.includes('end'),
    name,
    keep: keep === undefined ? defaultKeep : mistakes.inSync(() => positiveInteger('checkpoint-keep', keep)),
    ...(onCheckpoint && { onCheckpoint }),
  };
  const options = {
    durability:
      durability === undefined ? undefined : mistakes.inSync(() => oneOf('durability', durability, durabilities)),
    detail: detail === undefined ? undefined : mistakes.inSync(() => oneOf('detail', detail, details)),
    checkpoints: every === undefined && at.length === 0 ? undefined : checkpoints,
  };
  mistakes.throwIfAny();
  return options;
}

/** @throws GlompoError `GLOMPO_OPTION` if there is a flag that is about a record, and none is made */
export function checkNotRecorded({ flags }: Pick<Args, 'flags'>): void {
  const mistakes = new Mistakes();
  for (const name of needDir)
    if (flags.has(name))
      mistakes.add(new GlompoError('GLOMPO_OPTION', `--${name}: nothing is recorded: --dir says where`));
  mistakes.throwIfAny();
}

/** `10m`, `90s`, `2h`, `1d`; without a unit so many evaluations. */
function interval(text: string): CheckpointOptions['every'] {
  const [, amount = '', unit] = /^(.*?)([smhd])?$/s.exec(text) ?? [];
  const number = numberIn(amount);
  if (
    number === undefined ||
    !(number > 0) ||
    !Number.isFinite(number) ||
    (unit === undefined && !Number.isInteger(number))
  )
    throw wrongValue('checkpoint-every', 'so many evaluations such as 1000, or a time such as 90s, 10m, 2h', text);
  return unit === undefined ? { evaluations: number } : { seconds: number * (secondsIn[unit] as number) };
}
