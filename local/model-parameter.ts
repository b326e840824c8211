import type { FunctionDefinition } from './lambda/function-definition.ts';

/**
 * The SSM parameter that an operator would have put there by hand, from the environment of this process: OPENAI_API_KEY,
 * OPENAI_BASE_URL and OPENAI_MODEL, or the same with APIQ_MODEL_ (APIQ_MODEL_API_KEY, APIQ_MODEL_BASE_URL,
 * APIQ_MODEL_NAME) first. Without a key and without a base URL there is no parameter, and so no model.
 */
export function modelParameter(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const apiKey = env['APIQ_MODEL_API_KEY'] ?? env['OPENAI_API_KEY'];
  const baseUrl = env['APIQ_MODEL_BASE_URL'] ?? env['OPENAI_BASE_URL'];
  const model = env['APIQ_MODEL_NAME'] ?? env['OPENAI_MODEL'];
  if (!apiKey && !baseUrl) return undefined;
  // Servers that take any key still want one in the header.
  return JSON.stringify({ apiKey: apiKey || 'none', ...(baseUrl && { baseUrl }), ...(model && { model }) });
}

/** The names under which the functions look for it. */
export function modelParameterNames(functions: readonly FunctionDefinition[]): readonly string[] {
  const names = functions.flatMap(({ environment }) => environment['MODEL_PARAMETER'] ?? []);
  return [...new Set(names)];
}
