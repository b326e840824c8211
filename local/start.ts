import { fileURLToPath } from 'node:url';
import { startLaptopCloud } from './laptop-cloud.ts';
import { readStartOptions, USAGE } from './start-options.ts';

/** Exit code of a process that Ctrl-C ended (128 + SIGINT). */
const INTERRUPTED = 130;

/** The command line: boots the laptop cloud, says where it is, and stops it on Ctrl-C. */
async function main(args: readonly string[]): Promise<void> {
  const parsed = readStartOptions(args);
  if (parsed === 'help') return console.log(USAGE);
  const { quiet, ...options } = parsed;
  const say = quiet ? () => {} : (line: string) => console.log(line);
  const interrupted = new AbortController();
  let stop = async (): Promise<void> => interrupted.abort(new Error('Stopped before it was ready.'));
  let signals = 0;
  const onSignal = () => {
    signals += 1;
    if (signals > 1) process.exit(INTERRUPTED);
    say('\nStopping (Ctrl-C again kills at once).');
    void stop();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);

  const started = performance.now();
  say('APIQ on this machine:');
  const cloud = await startLaptopCloud({
    ...options,
    signal: interrupted.signal,
    onLoud: (message) => console.error(message),
    onStage: (stage, milliseconds) => say(`  ${stage.padEnd(22)} ${Math.round(milliseconds)} ms`),
  });
  stop = async () => {
    await cloud.close();
    process.exit(0);
  };
  if (signals > 0) return stop();
  say(
    `\nReady after ${((performance.now() - started) / 1000).toFixed(1)} s. Ctrl-C stops it; the data stays.\n`,
  );
  say(`  Address     ${cloud.url}`);
  say(`  API docs    ${cloud.url}/api/docs`);
  say(`  Mail        ${cloud.url}/_local/mail`);
  for (const { name, documentUrl, authHint } of cloud.samples) {
    const { type, headerName, value } = authHint;
    say(
      `  Sample API  ${name}: ${documentUrl} (${type}${headerName === undefined ? '' : ` in ${headerName}`}: ${value})`,
    );
  }
  say(`  Data        ${options.data ?? '.apiq'}`);
}

/** Runs `main` and answers for its failure with a sentence and exit code 1. */
export function run(args: readonly string[]): void {
  main(args).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv.slice(2));
