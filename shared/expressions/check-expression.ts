import { AppError } from '../domain/errors.ts';

/** Reads a JSONata expression without evaluating it. Throws TRANSFORM_FAILED with the place of the fault. */
export async function checkExpression(expression: string): Promise<void> {
  const { default: jsonata } = await import('jsonata');
  try {
    jsonata(expression);
  } catch (error) {
    const fault = typeof error === 'object' && error !== null ? error : {};
    const position = 'position' in fault ? ` at character ${String(fault.position)}` : '';
    const message = 'message' in fault ? `: ${String(fault.message)}` : '';
    throw new AppError('TRANSFORM_FAILED', `The expression cannot be read${position}${message}`, {
      cause: error,
    });
  }
}
