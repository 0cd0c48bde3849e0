import { defineOptions } from '@glompo/core';

/** The options of a program that `--command` names, as flags or by `--task-option`. */
export const commandOptions = defineOptions({
  stdin: {
    type: 'string',
    optional: true,
    description: 'what it reads on stdin: numbers (the point in one line), json, or a text with placeholders',
  },
  template: {
    type: 'string',
    optional: true,
    description:
      'a file that is made for it from a text with placeholders, NAME=PATH (several by commas): {input} is the first one; without any, {input} is a JSON file',
  },
  output: {
    type: 'choice',
    of: ['last-number', 'json'],
    optional: true,
    description: 'how it tells its value; by default the last line that is a number, json for files called .json',
  },
  'output-file': {
    type: 'string',
    optional: true,
    description: 'the file in its directory that it writes the value to, {output}, instead of stdout',
  },
  'output-pattern': {
    type: 'string',
    optional: true,
    description: 'a regular expression: its group is the value, where it matches last',
  },
  timeout: { type: 'number', above: 0, optional: true, description: 'seconds after which it is ended and has failed' },
  'exit-codes': { type: 'numbers', optional: true, description: 'exit codes that are no failure; by default [0]' },
  env: { type: 'string', optional: true, description: 'variables of its environment, NAME=VALUE (several by commas)' },
  cwd: {
    type: 'string',
    optional: true,
    description: 'the folder in which it runs; by default a new, empty one for each evaluation',
  },
  keep: { type: 'choice', of: ['none', 'failed', 'all'], optional: true, description: 'whose folders are kept' },
  'keep-in': { type: 'string', optional: true, description: 'where they are kept; by default in ./kept-trials' },
  'max-output-mb': {
    type: 'number',
    above: 0,
    optional: true,
    description: 'what writes more megabytes to stdout has failed; by default 16',
  },
  grace: { type: 'number', min: 0, optional: true, description: 'seconds from SIGTERM to SIGKILL; by default 0.05' },
  persistent: {
    type: 'boolean',
    default: false,
    description: 'it is started once per worker, and then asked for point after point by lines of JSON',
  },
  'start-timeout': {
    type: 'number',
    above: 0,
    optional: true,
    description: 'seconds that a persistent one may take to start',
  },
});
