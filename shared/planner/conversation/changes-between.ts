import type { PlanChange } from '../../domain/chat.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import { everyStep, type ApiCallStep, type Step } from '../../domain/workflow.ts';

const MAX_SHOWN = 80;

/**
 * What is different between a plan and the one before it, step by step (found by their ids). It is worked out from the
 * plans themselves, so that nothing that changed can stay unsaid.
 */
export function changesBetween(before: readonly Step[], after: readonly Step[]): readonly PlanChange[] {
  const [old, now] = [everyStep(before), everyStep(after)];
  const oldById = new Map(old.map((step) => [step.id, step]));
  const nowIds = new Set(now.map(({ id }) => id));
  const removed = old
    .filter(({ id }) => !nowIds.has(id))
    .map(({ id, name }): PlanChange => ({
      kind: 'removed',
      stepId: id,
      sentence: `"${name}" was left out.`,
    }));
  const changed = now.flatMap((step) => {
    const was = oldById.get(step.id);
    return was === undefined ? [] : changesOf(was, step);
  });
  const added = now
    .filter(({ id }) => !oldById.has(id))
    .map(({ id, name }): PlanChange => ({ kind: 'added', stepId: id, sentence: `"${name}" was added.` }));
  const order = (steps: readonly Step[], others: ReadonlySet<string>): readonly string[] =>
    steps.map(({ id }) => id).filter((id) => others.has(id));
  const [first, second] = [order(old, nowIds), order(now, new Set(oldById.keys()))];
  const at = second.findIndex((id, place) => id !== first[place]);
  const mover = now.find(({ id }) => id === second[at]);
  const moved: PlanChange[] =
    mover === undefined
      ? []
      : [
          {
            kind: 'moved',
            stepId: mover.id,
            sentence: `The order changed: ${namesOf(after).join(', then ')}.`,
          },
        ];
  return [...removed, ...changed, ...added, ...moved];
}

function namesOf(steps: readonly Step[]): readonly string[] {
  return steps.map(({ name }) => `"${name}"`);
}

function changesOf(was: Step, now: Step): readonly PlanChange[] {
  if (was.type === 'api_call' && now.type === 'api_call') return changesOfCall(was, now);
  const own = (step: Step): string => JSON.stringify({ ...step, steps: [], branches: [], otherwise: [] });
  if (own(was) === own(now)) return [];
  return [{ kind: 'changed', stepId: now.id, sentence: `"${now.name}" was changed.` }];
}

function changesOfCall(was: ApiCallStep, now: ApiCallStep): readonly PlanChange[] {
  const same =
    was.apiConnectionId === now.apiConnectionId && was.method === now.method && was.endpoint === now.endpoint;
  if (!same) {
    const sentence = `"${was.name}" became "${now.name}" (${now.method} ${now.endpoint}).`;
    return [{ kind: 'replaced', stepId: now.id, sentence }];
  }
  const names = [...new Set([...Object.keys(was.parameters), ...Object.keys(now.parameters)])];
  return names.flatMap((parameter) => {
    const [from, to] = [was.parameters[parameter], now.parameters[parameter]];
    if (from !== undefined && to !== undefined && canonicalJson(from) === canonicalJson(to)) return [];
    const answered = typeof from === 'string' && isPlaceholder(from) && to !== undefined;
    return [
      {
        kind: answered ? ('answered' as const) : ('changed' as const),
        stepId: now.id,
        parameter,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        sentence: sentenceOf({ name: now.name, parameter, from: answered ? undefined : from, to }),
      },
    ];
  });
}

/** Whether a value stands for one that was asked for. */
export function isPlaceholder(value: string): boolean {
  return /^\{\{\s*input\.[^{}]+\}\}$/.test(value);
}

function sentenceOf({
  name,
  parameter,
  from,
  to,
}: {
  name: string;
  parameter: string;
  from: Json | undefined;
  to: Json | undefined;
}): string {
  const was = from === undefined ? '' : ` (it was ${shown(from)})`;
  return to === undefined
    ? `"${name}" no longer gives ${parameter}${was}.`
    : `${parameter} of "${name}" is now ${shown(to)}${was}.`;
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
