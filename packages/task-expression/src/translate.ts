import { type GlompoError, suggest } from '@glompo/core/plugin';
import type {
  ConditionalNode,
  ConstantNode,
  FunctionNode,
  MathNode,
  OperatorNode,
  ParenthesisNode,
  RelationalNode,
  SymbolNode,
} from 'mathjs/number';
import { expressionError } from './expression-error.js';
import { constants, functions } from './functions.js';
import { parseTree, tooDeep } from './parser.js';
import { operators } from './program.js';

/** An expression, read and found harmless. */
export interface Translation {
  /** The names that are neither functions nor constants, in natural order: a, b, x2, x10, y. */
  readonly variables: readonly string[];
  /** Its operations in postfix order, for `compileProgram`. */
  readonly program: string;
}

type Kind = 'number' | 'condition';
type Walk = (node: MathNode, depth: number) => Kind;

/** How deep the tree may be: a sum of a thousand terms is this deep. */
const deepest = 1000;

/**
 * Reads an expression. What is not on the lists of this package (operators, functions, constants) is refused, whatever mathjs makes of it.
 *
 * @throws GlompoError `GLOMPO_EXPRESSION`
 */
export function translate(text: string): Translation {
  const program: string[] = [];
  const variables = new Set<string>();
  const fail = (message: string, part: string | RegExp): GlompoError =>
    expressionError(text, message, positionOf(text, part));

  const want = (kind: Kind, node: MathNode, depth: number) => {
    const found = walk(node, depth);
    if (found === kind) return;
    throw kind === 'number'
      ? fail(
          'a comparison is true or false, not a number: write "condition ? number : number"',
          /[<>]|[=!]=|\b(and|or|not)\b/,
        )
      : fail('expected a comparison such as x > 0 as the condition', /\?|\b(and|or|not)\b/);
  };

  const walk: Walk = (node, depth) => {
    if (depth > deepest) throw tooDeep(text);
    switch (node.type) {
      case 'ParenthesisNode':
        return walk((node as ParenthesisNode).content, depth + 1);
      case 'ConstantNode':
        return constant((node as ConstantNode).value);
      case 'SymbolNode':
        return symbol((node as SymbolNode).name);
      case 'OperatorNode':
        return operator(node as OperatorNode, depth);
      case 'FunctionNode':
        return call(node as FunctionNode, depth);
      case 'ConditionalNode': {
        const { condition, trueExpr, falseExpr } = node as ConditionalNode;
        want('condition', condition, depth + 1);
        want('number', trueExpr, depth + 1);
        want('number', falseExpr, depth + 1);
        program.push('if/3');
        return 'number';
      }
      case 'RelationalNode':
        throw fail(
          'comparisons cannot be chained: write "a < b and b < c"',
          operators.get((node as unknown as RelationalNode).conditionals[1] as string)?.sign ?? /[<>=]/,
        );
      default: {
        const [message, part] = refusals[node.type] ?? [`${node.type} is not allowed`, /./];
        throw fail(message, part);
      }
    }
  };

  const constant = (value: unknown): Kind => {
    if (typeof value === 'number' && Number.isFinite(value)) program.push(String(value));
    else if (value === Number.POSITIVE_INFINITY) {
      if (!/\bInfinity\b/.test(text)) throw fail('the number is too large', /\d{300}|[eE]\+?\d{3}/);
      program.push('Infinity');
    } else if (value === undefined) throw expressionError(text, 'is empty: write something like "(x-1)^2 + 10*sin(y)"');
    else if (typeof value === 'string') throw fail('texts are not allowed, only numbers', /["']/);
    else throw fail(`${value} is not allowed: only numbers are values`, String(value));
    return 'number';
  };

  const symbol = (name: string): Kind => {
    const value = constants.get(name);
    if (value !== undefined) {
      program.push(name);
      return 'number';
    }
    if (functions.has(name)) throw fail(`"${name}" is a function: write ${name}(…)`, name);
    // Names that look like others, or that every object has, would only mislead in results.
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name.normalize('NFKC') !== name)
      throw fail(`"${name}" cannot be the name of a variable: use letters, digits and _ (and * to multiply)`, name);
    if (name.startsWith('__') || name in Object.prototype)
      throw fail(`"${name}" cannot be the name of a variable`, name);
    variables.add(name);
    program.push(name);
    return 'number';
  };

  const operator = ({ op, fn, args }: OperatorNode, depth: number): Kind => {
    const known = operators.get(fn);
    if (known === undefined) {
      throw fn === 'factorial'
        ? fail('factorials are not allowed', '!')
        : fail(
            `the operator ${op} is not allowed; known: ${[...new Set([...operators.values()].map(({ sign }) => sign))].join(' ')}`,
            op,
          );
    }
    for (const argument of args) want(known.takes, argument, depth + 1);
    program.push(`${fn}/${args.length}`);
    return known.gives;
  };

  const call = ({ fn, args }: FunctionNode, depth: number): Kind => {
    // The callee is an expression, too: `(a.b)(1)`.
    const name = fn.type === 'SymbolNode' ? fn.name : undefined;
    if (name === undefined) throw fail('only functions by name can be called', /\)\s*\(|\]\s*\(|\./);
    const known = functions.get(name);
    if (known === undefined) {
      const isFactor = name.length === 1 || constants.has(name) || variables.has(name);
      const advice = isFactor ? `: to multiply, write ${name}*(…)` : suggest(name, functions.keys());
      throw fail(`there is no function "${name}"${advice}`, name);
    }
    const [least, most] = known.arguments;
    if (args.length < least || args.length > most) {
      const expected = least === most ? `${least} argument${least === 1 ? '' : 's'}` : `${least} to ${most} arguments`;
      throw fail(`${name} takes ${expected}, got ${args.length}`, name);
    }
    for (const argument of args) want('number', argument, depth + 1);
    program.push(`${name}/${args.length}`);
    return 'number';
  };

  want('number', parseTree(text), 0);
  if (variables.size === 0) throw expressionError(text, 'has no variables: there is nothing to minimise');
  return { variables: [...variables].sort(naturally), program: program.join(' ') };
}

/** What people write that is not a number's expression: what to say, and where it shows. */
const refusals: Readonly<Record<string, readonly [string, RegExp]>> = {
  AccessorNode: ['properties and indices are not allowed: name variables x1, x2, …', /\[|\?\.|\.(?!\d)/],
  ArrayNode: ['lists are not allowed, only numbers', /\[/],
  AssignmentNode: ['assignments are not allowed: write the value in place', /(?<![=<>!])=(?!=)/],
  BlockNode: ['only one expression is allowed', /[;\n]/],
  FunctionAssignmentNode: ['functions cannot be defined', /(?<![=<>!])=(?!=)/],
  IndexNode: ['indices are not allowed: name variables x1, x2, …', /\[/],
  ObjectNode: ['objects are not allowed, only numbers', /\{/],
  RangeNode: ['ranges are not allowed, only numbers', /:/],
};

/** Where a part first stands, from 1: a name as a whole word, other things as they are. */
function positionOf(text: string, part: string | RegExp): number | undefined {
  const pattern =
    typeof part !== 'string'
      ? part
      : new RegExp(
          /^[\p{L}\p{N}_$]+$/u.test(part)
            ? `(?<![\\p{L}\\p{N}_$])${part.replaceAll('$', '\\$')}(?![\\p{L}\\p{N}_$])`
            : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
          'u',
        );
  const index = text.search(pattern);
  return index < 0 ? undefined : index + 1;
}

/** Runs of digits by their value, everything else by its characters: x2 before x10. */
function naturally(a: string, b: string): number {
  const runs = (name: string): readonly string[] => name.match(/\d+|\D+/g) ?? [];
  const [left, right] = [runs(a), runs(b)];
  for (let k = 0; k < Math.min(left.length, right.length); k++) {
    const [l, r] = [left[k]!, right[k]!];
    const difference = Number(l) - Number(r);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
    if (l !== r && Number.isNaN(difference)) return l < r ? -1 : 1;
  }
  return left.length - right.length || (a < b ? -1 : 1);
}
