import type { Json } from '../../shared/domain/json.ts';
import { choicesFor } from '../../shared/planner/bind-inputs.ts';
import { BIND_FEATURES, type Candidate, type CandidateKind } from '../../shared/planner/candidates.ts';
import type { Clause, DraftStep, Source } from '../../shared/planner/draft.ts';
import { clausesOf } from '../../shared/planner/rule-planner.ts';
import type { GoldCall } from '../evaluation/load-set.ts';
import type { Scorer } from '../evaluation/scorer.ts';
import { keyOfView, rightReading, type Example } from './example.ts';
import { fitSoftmax, type Decision } from './fit-softmax.ts';
import { BIND_PRIOR } from './priors.ts';

type Argument = NonNullable<GoldCall['args']>[string];
type Rows = Record<CandidateKind, readonly number[]>;

/** Fits the weights of bindings on the arguments of the right calls, each bound as if all before it were right. */
export function fitBind(
  examples: readonly Example[],
  choice: readonly number[],
  sameValue: Scorer['sameValue'],
): Rows {
  const prior = (kind: CandidateKind): readonly number[] =>
    BIND_FEATURES[kind].map((name) => BIND_PRIOR[kind]?.[name] ?? 0);
  const decisions = examples.flatMap((example) => decisionsOf(example, choice, sameValue));
  return fitSoftmax(decisions, {
    prior: {
      value: prior('value'),
      enum: prior('enum'),
      flag: prior('flag'),
      link: prior('link'),
      copy: prior('copy'),
      none: prior('none'),
    },
    hold: 20,
    epochs: 30,
    rate: 0.4,
  });
}

function decisionsOf(
  example: Example,
  choice: readonly number[],
  sameValue: Scorer['sameValue'],
): readonly Decision<CandidateKind>[] {
  const { request, task } = example;
  const { arcs } = rightReading(example, choice);
  const clauses = clausesOf(request, arcs);
  const unused = arcs.map((arc, at) => ({ key: keyOfView(arc.view), clause: clauses[at] }));
  const steps: (DraftStep | undefined)[] = [];
  return task.gold.flatMap((call, at) => {
    const keys = example.gold[at] ?? new Set();
    const view = example.index.operations.find((candidate) => keys.has(keyOfView(candidate)));
    if (!view) {
      steps.push(undefined);
      return [];
    }
    const own = unused.findIndex(({ key }) => keys.has(key));
    const clause =
      (own < 0 ? undefined : unused.splice(own, 1)[0]?.clause) ?? clauseOfUser(example, at, arcs, clauses);
    const { text, from } = clause ?? { text: request.text, from: 0 };
    const others = clauses
      .filter((other) => other !== clause)
      .map((other) => ({ from: other.from, to: other.from + other.text.length }));
    const earlier = steps.filter((step) => step !== undefined);
    const context = { view, text, from, message: request.text, entities: request.entities, earlier, others };
    const args = call.args;
    const decisions = args
      ? choicesFor(context).flatMap(({ input, candidates }) => {
          const wanted = argumentFor(args, input.name);
          return decisionOf(candidates, wanted, (source) => isWanted(source, wanted, steps, sameValue));
        })
      : [];
    steps.push(asCalled(view, clause ?? clauses[0], args ?? {}));
    return decisions;
  });
}

/** A call that nothing asks for belongs to the clause of the one that uses its answer. */
function clauseOfUser(
  { task, gold }: Example,
  at: number,
  arcs: readonly { readonly view: DraftStep['view'] }[],
  clauses: readonly Clause[],
): Clause | undefined {
  const user = task.gold.findIndex(({ args }) =>
    Object.values(args ?? {}).some(({ from }) => from?.step === at),
  );
  const place = arcs.findIndex(({ view }) => gold[user]?.has(keyOfView(view)) === true);
  return clauses[place];
}

/** A decision with its right options; none where the right one cannot be chosen. */
function decisionOf(
  options: readonly Candidate[],
  wanted: Argument | undefined,
  isRight: (source: Source) => boolean,
): readonly Decision<CandidateKind>[] {
  const right = options.flatMap(({ source }, at) => (source && isRight(source) ? [at] : []));
  const open = options.length - 1;
  if (wanted === undefined || wanted.optional === true) right.push(open);
  return right.length === 0 ? [] : [{ options, right }];
}

function isWanted(
  source: Source,
  wanted: Argument | undefined,
  steps: readonly (DraftStep | undefined)[],
  sameValue: Scorer['sameValue'],
): boolean {
  if (!wanted) return false;
  if (source.kind === 'literal') {
    return (
      wanted.from === undefined &&
      wanted.value !== undefined &&
      sameValue(wanted.value, source.value, wanted.match)
    );
  }
  const reference = source.kind === 'text' ? source.parts.find((part) => typeof part !== 'string') : source;
  if (!wanted.from || reference?.kind !== 'reference' || steps[wanted.from.step] !== reference.step)
    return false;
  const field = squash(lastName(wanted.from.path));
  const given = squash(lastName(reference.output.path));
  return field === '' || (given !== '' && (field.endsWith(given) || given.endsWith(field)));
}

/** The step as the answer calls it, so that later ones see what it was told. */
function asCalled(
  view: DraftStep['view'],
  clause: Clause | undefined,
  args: Readonly<Record<string, Argument>>,
): DraftStep {
  const bound: DraftStep['bound'] = new Map();
  for (const input of view.inputs) {
    const value: Json | undefined = argumentFor(args, input.name)?.value;
    if (value !== undefined) bound.set(input.name, { source: { kind: 'literal', value }, certainty: 1 });
  }
  return { view, clause: clause ?? { text: '', from: 0, terms: [], entities: [] }, bound, supplies: false };
}

function argumentFor(args: Readonly<Record<string, Argument>>, name: string): Argument | undefined {
  return args[name] ?? Object.entries(args).find(([other]) => squash(other) === squash(name))?.[1];
}

function squash(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function lastName(path: string): string {
  return (
    path
      .replace(/\[[^\]]*\]/g, '')
      .split('.')
      .findLast((part) => part !== '') ?? ''
  );
}
