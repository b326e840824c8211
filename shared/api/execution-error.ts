import * as z from 'zod';
import { ERROR_CATALOGUE, type ErrorCode } from '../domain/errors.ts';

// Object.keys of a literal gives its keys; TypeScript widens them to string.
const errorCode = z.lazy(() => z.enum(Object.keys(ERROR_CATALOGUE) as [ErrorCode, ...ErrorCode[]]));

/** Why an execution or a step of it failed. */
export const ExecutionError = z.lazy(() =>
  z
    .object({
      code: errorCode,
      message: z.string(),
      fix: z.string().optional(),
      upstreamStatus: z.number().int().optional(),
    })
    .meta({ id: 'ExecutionError' }),
);
