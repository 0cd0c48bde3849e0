import { defineOptions, defineTask, parseOptions } from '@glompo/core/plugin';
import { busyFor, now } from '../clock.js';
import { Diary } from '../diary.js';
import { parameters, restlessSphere } from './restless-sphere.js';

const options = defineOptions({
  milliseconds: { type: 'number', min: 0, description: 'how long one trial computes, by the clock' },
  diary: { type: 'string', description: 'folder for diaries' },
});

/** Takes its thread for a given time. */
export default defineTask(given => {
  const { milliseconds, diary: folder } = parseOptions(options, given, 'busy');
  let diary: Diary | undefined;
  const value = restlessSphere();
  return {
    name: 'busy',
    parameters,
    evaluate(x, { trial }) {
      const from = now();
      busyFor(milliseconds);
      diary ??= new Diary(folder);
      diary.note(from, now(), milliseconds);
      return value(x, trial);
    },
    close: () => diary?.close(),
  };
});
