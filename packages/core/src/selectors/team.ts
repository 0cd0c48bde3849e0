import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selection, Selector } from '../contracts/decision.js';
import { isPlainObject } from '../contracts/is-plain-object.js';
import type { Plain } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { checkChoice, checkChoices } from './check-choices.js';

/** What a selector may be made of: an optimizer, of which it starts one run after the other, or another selector. */
export type Member = OptimizerChoice | Selector;

export interface TeamDefinition<Memory extends Plain> {
  readonly name: string;
  readonly members: readonly Member[];
  /** As `Selector.together`. Absent: the most that one of its members wants. */
  readonly together?: number;
  /** What it remembers when a study begins. */
  readonly memory: Memory;
  /** @throws GlompoError `GLOMPO_STATE` unless these are notes of its own */
  remember(notes: Plain): Memory;
  /** Members by their index, the one to ask first in front; or why none starts a run any more. Who says `never` is passed over. */
  order(view: StudyView, context: { readonly memory: Memory; readonly random: Random }): readonly number[] | Selection;
  /** What it remembers after a run of this member has ended. Absent: the same as before. */
  ended?(memory: Memory, run: EndedRun & { readonly member: number }): Memory;
}

/** A run's note, as a team writes it: whose it is, and what that member noted. */
interface TeamNote {
  readonly member: number;
  readonly own: Plain;
}

/**
 * A selector made of others: it decides which of them is asked, and each of them hears of its own runs only.
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is no member, or one is neither an optimizer choice nor a selector
 */
export function team<Memory extends Plain>(definition: TeamDefinition<Memory>): Selector {
  const { name, members, memory, ended } = definition;
  if (members.length === 0) checkChoices([], name);
  if (ended === undefined && !members.some(isSelector)) return ofChoices(definition);
  const selectors = members.map((member, i) => memberSelector(member, name, i));
  return at(definition, selectors, memory);
}

/** With nothing to remember, and nobody to be told. */
function ofChoices<Memory extends Plain>(definition: TeamDefinition<Memory>): Selector {
  const { name, members, together = 1, memory, order } = definition;
  const choices = checkChoices(members as readonly OptimizerChoice[], name);
  return {
    name,
    choices,
    together,
    next(view, _, random) {
      const wanted = order(view, { memory, random });
      return 'type' in wanted ? wanted : { type: 'spawn', choice: choices[wanted[0] as number] as OptimizerChoice };
    },
  };
}

/** @param selectors its members, as they stand @param beginning what it remembers */
function at<Memory extends Plain>(
  definition: TeamDefinition<Memory>,
  selectors: readonly Selector[],
  beginning: Memory,
): Selector {
  const { name, order, remember, ended } = definition;
  let memory = beginning;
  return {
    name,
    choices: [...new Set(selectors.flatMap(({ choices }) => choices))],
    varies: [...new Set(selectors.flatMap(({ varies = [] }) => varies))],
    dispensable: dispensableOf(selectors),
    sample: Math.max(...selectors.map(({ sample = 0 }) => sample)),
    together: definition.together ?? Math.max(...selectors.map(({ together = 1 }) => together)),
    begin(notes) {
      const before = notes === undefined ? undefined : notesOf(notes, name, selectors.length);
      const fresh = selectors.map((each, i) => each.begin?.(before?.members[i] ?? undefined) ?? each);
      return at(definition, fresh, before ? remember(before.own) : definition.memory);
    },
    notes: () => ({ own: memory, members: selectors.map(each => each.notes?.() ?? null) }),
    next(view, free, random) {
      const wanted = order(view, { memory, random });
      if ('type' in wanted) return wanted;
      let last: Selection | undefined;
      for (const member of wanted) {
        last = (selectors[member] as Selector).next(viewOf(view, member), free, random);
        if (last.type === 'wait') return last;
        if (last.type === 'spawn') return { ...last, note: { member, own: last.note ?? null } satisfies TeamNote };
      }
      return last as Selection;
    },
    ended(run, view, random) {
      const note = teamNote(run.note);
      const selector = note && selectors[note.member];
      if (note === undefined || selector === undefined) return;
      memory = ended?.(memory, { ...run, member: note.member }) ?? memory;
      selector.ended?.({ ...run, note: note.own ?? undefined }, viewOf(view, note.member), random);
    },
  };
}

/** What all members that have it can do without. */
function dispensableOf(members: readonly Selector[]): readonly OptimizerChoice[] {
  const needed = new Set(
    members.flatMap(({ choices, dispensable = [] }) => choices.filter(each => !dispensable.includes(each))),
  );
  return [...new Set(members.flatMap(({ choices }) => choices))].filter(each => !needed.has(each));
}

/** The study as a member sees it: the live runs that it has started, with its own notes. */
function viewOf(view: StudyView, member: number): StudyView {
  const live = view.live
    .filter(({ note }) => memberOf(note) === member)
    .map(run => overlaid(run, { note: teamNote(run.note)?.own ?? undefined }));
  return overlaid(view, { live });
}

/** The same object, but for some of its members. (A copy would ask for them all, and objects with private members cannot be inherited from.) */
function overlaid<T extends object>(of: T, others: Partial<T>): T {
  return new Proxy(of, {
    get(target, key) {
      if (Object.hasOwn(others, key)) return others[key as keyof T];
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Which member of a team has started the run with this note; undefined: none. */
export function memberOf(note: Plain | undefined): number | undefined {
  return teamNote(note)?.member;
}

function teamNote(note: Plain | undefined): TeamNote | undefined {
  if (!isPlainObject(note) || typeof note.member !== 'number') return undefined;
  return { member: note.member, own: note.own ?? null };
}

/** @param i its place among others */
export function memberSelector(member: Member, team: string, i = 0): Selector {
  return isSelector(member) ? member : one(checkChoice(member, i, team));
}

function one(choice: OptimizerChoice): Selector {
  return { name: 'one', choices: [choice], next: () => ({ type: 'spawn', choice }) };
}

function isSelector(member: Member): member is Selector {
  // A rule of start points has a method of that name, too.
  if (typeof member !== 'object' || member === null || !('choices' in member)) return false;
  return 'next' in member && typeof member.next === 'function';
}

function notesOf(
  notes: Plain,
  name: string,
  members: number,
): { readonly own: Plain; readonly members: readonly Plain[] } {
  const { own = null, members: theirs } = isPlainObject(notes) ? notes : {};
  if (Array.isArray(theirs) && theirs.length === members) return { own, members: theirs };
  throw new GlompoError(
    'GLOMPO_STATE',
    `selector ${name}: what it remembers in the record does not fit its ${members} members: go on with the selector that the study has had`,
  );
}
