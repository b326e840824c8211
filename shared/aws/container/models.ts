import type { ModelAnswers, ModelUsageStore } from '../../ports.ts';
import { createModelAnswers } from '../model-answers.ts';
import { createModelUsageStore } from '../model-usage-store.ts';
import { once } from '../once.ts';
import type { Container } from './create-container.ts';
import { tableOf } from './table.ts';

export const modelAnswers = /* @__PURE__ */ once((container: Container): ModelAnswers =>
  createModelAnswers({ table: tableOf(container), clock: container.clock }),
);

export const modelUsage = /* @__PURE__ */ once((container: Container): ModelUsageStore =>
  createModelUsageStore({ table: tableOf(container) }),
);
