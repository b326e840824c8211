import jsonata from 'jsonata';
import type { Json } from '../domain/json.ts';
import { LinearRegExp } from './linear-reg-exp.ts';
import type { EvaluationAnswer, EvaluationRequest } from './messages.ts';

// The engine only ever constructs it and calls `exec`; the other members of RegExpConstructor are never touched.
const RegexEngine = LinearRegExp as unknown as RegExpConstructor;

/** The inside of the sandbox: a process that evaluates one expression after the other, and ends with its parent. */
process.on('message', (request: EvaluationRequest) => {
  void evaluate(request).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());

async function evaluate({ expression, input, maxOutputBytes }: EvaluationRequest): Promise<EvaluationAnswer> {
  try {
    const result: unknown = await jsonata(expression, { RegexEngine }).evaluate(input);
    const text = JSON.stringify(result ?? null);
    if (Buffer.byteLength(text) > maxOutputBytes) {
      return { ok: false, message: `The result is larger than ${Math.floor(maxOutputBytes / 1024)} KB.` };
    }
    const output: Json = JSON.parse(text);
    return { ok: true, output };
  } catch (error) {
    return { ok: false, message: describe(error) };
  }
}

/** JSONata throws plain objects `{code, position, message}`; its messages may quote values, its codes do not. */
function describe(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) {
    const position =
      'position' in error && typeof error.position === 'number' ? ` at character ${error.position}` : '';
    const token =
      'token' in error && typeof error.token === 'string' ? ` near "${error.token.slice(0, 40)}"` : '';
    return `The expression failed with JSONata error ${String(error.code)}${position}${token}.`;
  }
  return error instanceof RangeError ? 'The expression nests too deeply.' : 'The expression failed.';
}
