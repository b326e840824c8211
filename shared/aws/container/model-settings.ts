import { createModelSettings, type ModelSettings } from '../model-settings.ts';
import { lazily, once } from '../once.ts';
import type { Container } from './create-container.ts';

/** The language model's settings, or undefined where none is configured. */
export const modelSettings = /* @__PURE__ */ once(
  ({ settings, clock }: Container): (() => Promise<ModelSettings | undefined>) => {
    const load = lazily(async () => (await import('../ssm-parameter.ts')).createParameterReader());
    const parameter = settings.text('MODEL_PARAMETER');
    return createModelSettings({ parameter, readParameter: async (name) => (await load())(name), clock });
  },
);
