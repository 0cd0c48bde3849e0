import { type BackendPlugin, type Parsed, parseOptions } from '@glompo/core';
import { pipes, pipesOptions } from './pipes.js';

export default {
  name: 'pipes',
  api: 1,
  options: pipesOptions,
  parse: options => parseOptions(pipesOptions, options, 'pipes'),
  create: pipes,
} satisfies BackendPlugin<Parsed<typeof pipesOptions>>;
