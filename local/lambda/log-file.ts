import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from 'node:fs';

/** A log on disk, one line at a time. */
export interface LogFile {
  write(line: string): void;
  close(): Promise<void>;
}

/** Appends lines; at `maxBytes` the file becomes `FILE.1` (the one before is dropped) and a new one starts. */
export function openLogFile(options: { readonly file: string; readonly maxBytes: number }): LogFile {
  const { file, maxBytes } = options;
  let stream: WriteStream | undefined;
  let size = existsSync(file) ? statSync(file).size : 0;
  return {
    write(line) {
      if (size > maxBytes) {
        stream?.end();
        stream = undefined;
        renameSync(file, `${file}.1`);
        size = 0;
      }
      // A full disk must not end the process: the line is lost, the work goes on.
      stream ??= createWriteStream(file, { flags: 'a', mode: 0o600 }).on('error', () => {});
      stream.write(`${line}\n`);
      size += Buffer.byteLength(line) + 1;
    },
    close: () => new Promise((resolve) => (stream ? stream.end(() => resolve()) : resolve())),
  };
}
