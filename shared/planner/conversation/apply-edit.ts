import { changeValue } from './change-value.ts';
import type { EditOutcome, Talk } from './edit-outcome.ts';
import { askWhat } from './edit-outcome.ts';
import { findSteps, namesStep } from './find-step.ts';
import { moveStep, swapSteps } from './move-step.ts';
import { addSteps } from './add-steps.ts';
import type { Edit } from './read-edit.ts';
import { startsWithVerb } from '../verbs.ts';
import { redoCall, replaceCall } from './replace-call.ts';
import { removeStep } from './remove-step.ts';

/**
 * Applies a change to a plan. Undefined where its words name nothing in the plan and may be a request of their own; where
 * they surely mean the plan, it is asked what they mean. `chosen`: the steps that an earlier question was answered with.
 */
export function applyEdit(talk: Talk, edit: Edit, chosen?: readonly string[]): EditOutcome | undefined {
  const means = chosen === undefined ? {} : { chosen };
  switch (edit.kind) {
    case 'add':
      return addSteps(talk, edit);
    case 'remove':
      return edit.sure || chosen !== undefined || namesStep(edit.target)
        ? removeStep(talk, { ...edit, ...means })
        : undefined;
    case 'move':
      return isMeant(talk, edit.target, edit.sure) ? moveStep(talk, { ...edit, ...means }) : undefined;
    case 'swap':
      return swapSteps(talk, edit);
    case 'replace': {
      // "#ops instead of #sales": a value that stands in the plan is a value, whatever else it names.
      const value = changeValue(talk, { old: edit.target, value: edit.text, ...means });
      if (value !== undefined && !namesStep(edit.target)) return value;
      return isMeant(talk, edit.target, edit.sure) ? replaceCall(talk, { ...edit, ...means }) : undefined;
    }
    case 'set': {
      const { value, name, old, target } = edit;
      const alone = name === undefined && old === undefined && target === undefined;
      if (alone && edit.sure && startsWithVerb(value, new Set())) return redoCall(talk, value);
      const set = changeValue(talk, {
        value,
        ...(name === undefined ? {} : { name }),
        ...(old === undefined ? {} : { old }),
        ...(target === undefined ? {} : { target }),
        ...means,
      });
      if (set !== undefined || !edit.sure) return set;
      if (target !== undefined) return replaceCall(talk, { target, text: value, ...means });
      return askWhat(old ?? name ?? value, talk.steps);
    }
  }
}

function isMeant(talk: Talk, target: string, sure: boolean): boolean {
  return sure || findSteps(target, talk.steps).length > 0;
}
