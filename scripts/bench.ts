/**
 * `npm run bench [-- --only AREA --out FILE]`: measures, prints and writes `{bars: Figure[], machine}` as JSON. Exits 1
 * where a figure misses its bar.
 */
import { writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Figure } from '../test/bench/figure.ts';

const AREAS: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  bundles: async () => (await import('../test/bench/bundles.ts')).benchBundles(),
  chat: async () => (await import('../test/bench/chat-planning.ts')).benchChatPlanning(),
  cost: async () => (await import('../test/bench/cost.ts')).benchCost(),
  engine: async () => (await import('../test/bench/engine.ts')).benchEngine(),
  ingestion: async () => (await import('../test/bench/ingestion.ts')).benchIngestion(),
  laptop: async () => (await import('../test/bench/laptop.ts')).benchLaptop(),
  runs: async () => (await import('../test/bench/runs.ts')).benchRuns(),
  retrieval: async () => (await import('../test/bench/retrieval.ts')).benchRetrieval(),
  streams: async () => (await import('../test/bench/streams.ts')).benchStreams(),
};

const { values } = parseArgs({ options: { only: { type: 'string' }, out: { type: 'string' } } });
const chosen = values.only === undefined ? Object.keys(AREAS) : [values.only];
const bars: Figure[] = [];
for (const area of chosen) {
  const run = AREAS[area];
  if (run === undefined)
    throw new Error(`There is no area ${area}; choose one of ${Object.keys(AREAS).join(', ')}.`);
  const figures = await run();
  bars.push(...figures);
  for (const { id, value, unit, bar, ok, how } of figures) {
    console.error(
      `${ok ? ' ' : '!'} ${id.padEnd(36)} ${String(value).padStart(10)} ${unit.padEnd(11)} ${bar.padEnd(8)} ${how}`,
    );
  }
}
const machine = {
  node: process.version,
  platform: `${process.platform} ${release()} ${process.arch}`,
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
};
const report = `${JSON.stringify({ bars, machine }, null, 2)}\n`;
if (values.out === undefined) console.log(report);
else await writeFile(values.out, report);
process.exit(bars.every(({ ok }) => ok) ? 0 : 1);
