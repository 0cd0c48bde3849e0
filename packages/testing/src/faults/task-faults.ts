/** Every way in which a faulty task can misbehave, with what it does, in words. */
export const taskFaults = {
  throws: 'throws an error',
  rejects: 'rejects',
  'gives-nan': 'gives NaN',
  'gives-minus-infinity': 'gives −Infinity',
  'gives-garbage': 'gives something that is no number',
  'hangs-busy': 'hangs in a busy loop',
  'hangs-awaiting': 'awaits what never comes, and ignores its signal',
  'hangs-until-aborted': 'awaits what never comes, and obeys its signal',
  'ignores-sigterm': 'ignores SIGTERM and hangs in a busy loop',
  'starts-programs-and-hangs': 'starts programs that start programs, one of them in a session of its own, and hangs',
  'leaves-programs': 'starts the same programs, and returns while they run',
  exits: 'calls process.exit()',
  aborts: 'calls process.abort(), as native code that crashes does',
  'kills-itself': 'kills its process with SIGKILL, as the kernel does when memory is short',
  'dies-sometimes': 'ends its worker at each of its calls with a certain number',
  'exhausts-heap': 'holds more and more JavaScript objects',
  'exhausts-memory': 'holds typed arrays, more and more, until it gets none',
  'prints-much': 'prints 100 MB',
  'blocks-in-native-call': 'blocks in a call of the operating system that never returns',
  'leaves-rejection': 'leaves a rejected promise behind that nobody catches, and awaits',
  'leaves-throwing-timer': 'leaves a timer behind that throws, and awaits',
  'throws-later': 'leaves a timer behind that throws when it has returned',
} as const;

export type TaskFault = keyof typeof taskFaults;
export const taskFaultNames = Object.keys(taskFaults) as readonly TaskFault[];
