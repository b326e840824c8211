import { AppError } from '../domain/errors.ts';

/** The paths that a JSONata expression reads, as `listReads` finds them. Throws TRANSFORM_FAILED with the place of a fault. */
export async function readExpression(expression: string): Promise<readonly (readonly string[])[]> {
  const { listReads } = await import('./list-reads.ts');
  try {
    return listReads(expression);
  } catch (error) {
    const fault = typeof error === 'object' && error !== null ? error : {};
    const position = 'position' in fault ? ` at character ${String(fault.position)}` : '';
    const message = 'message' in fault ? `: ${String(fault.message)}` : '';
    throw new AppError('TRANSFORM_FAILED', `The expression cannot be read${position}${message}`, {
      cause: error,
    });
  }
}
