import { join } from 'node:path';

/** Where requests to a running study are put down, and answers: only its owner may enter. */
export const doorFolder = (directory: string) => join(directory, 'door');
export const requestEnding = '.request';
export const answerEnding = '.answer';
/** No request is larger. */
export const mostBytes = 2 ** 20;
