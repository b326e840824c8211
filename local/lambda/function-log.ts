import { join } from 'node:path';
import * as z from 'zod';
import { openLogFile } from './log-file.ts';

const MAX_BYTES = 10 * 1024 * 1024;

const Entry = z.looseObject({
  level: z.string().optional(),
  message: z.string().optional(),
  msg: z.string().optional(),
});

const LOUD: ReadonlySet<string> = new Set(['WARN', 'ERROR', 'CRITICAL', 'FATAL']);

/** Takes a function's output in pieces. */
export interface FunctionLog {
  append(chunk: string, stream: 'stdout' | 'stderr'): void;
  close(): Promise<void>;
}

/**
 * Writes a function's output line by line into `<directory>/<name>.log`, and passes warnings and errors on to the
 * terminal: JSON lines by their `level`, other lines where they came by stderr.
 */
export function createFunctionLog(options: {
  readonly name: string;
  readonly directory: string;
  readonly onLoud: (message: string) => void;
}): FunctionLog {
  const { name, directory, onLoud } = options;
  const file = openLogFile({ file: join(directory, `${name}.log`), maxBytes: MAX_BYTES });
  const rest = { stdout: '', stderr: '' };
  return {
    append(chunk, stream) {
      const lines = (rest[stream] + chunk).split('\n');
      rest[stream] = lines.pop() ?? '';
      for (const line of lines) {
        file.write(line);
        const loud = loudMessage(line, stream);
        if (loud !== undefined) onLoud(`[${name}] ${loud}`);
      }
    },
    async close() {
      for (const line of [rest.stdout, rest.stderr]) if (line) file.write(line);
      await file.close();
    },
  };
}

function loudMessage(line: string, stream: 'stdout' | 'stderr'): string | undefined {
  if (!line.startsWith('{')) return stream === 'stderr' && /^\S/u.test(line) ? line : undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return stream === 'stderr' ? line : undefined;
  }
  const entry = Entry.safeParse(parsed).data;
  const level = entry?.level?.toUpperCase();
  if (level === undefined || !LOUD.has(level)) return undefined;
  return `${level} ${entry?.message ?? entry?.msg ?? line}`;
}
