import { createEgress } from '../../shared/egress/create-egress.ts';
import { createSandbox } from '../../shared/expressions/sandbox.ts';
import { startDynamoDb } from '../support/dynamodb.ts';
import { faultsOf } from '../support/faults/check-run.ts';
import { startFaultyUpstream, type Behaviour } from '../support/faults/faulty-upstream.ts';
import { generateWorkflow, INPUT, KINDS } from '../support/faults/generate-workflow.ts';
import { randomFrom } from '../support/faults/random.ts';
import { call, loop } from '../support/steps.ts';
import type { Fault, Operation } from '../support/faults/worker-life.ts';
import { liveThrough, type Fate, type WorldParts } from '../support/faults/world.ts';

const WORKFLOWS = 50;
const SEEDS = 3;
/** Every worker of a run dies at its nth write or call; each of them is the nth in one of so many runs. */
const STRIDE = 5;
/** Then they live: with so few operations each, workers of wide workflows would never get anywhere. */
const DEATHS = 6;

describe('any workflow, whatever breaks', () => {
  let parts: WorldParts & { close(): Promise<void> };
  beforeAll(async () => {
    const [dynamodb, upstream] = await Promise.all([startDynamoDb(), startFaultyUpstream()]);
    const egress = createEgress({ allow: [upstream.host] });
    const worker = new URL('../../shared/expressions/worker.ts', import.meta.url);
    const expressions = createSandbox({ worker, readable: '*' });
    const close = async () => {
      await Promise.all([dynamodb.close(), upstream.close(), egress.close(), expressions.close()]);
    };
    parts = { dynamodb, upstream, egress, expressions, close };
  });
  afterAll(() => parts.close());

  const workflow = (number: number) =>
    generateWorkflow({
      random: randomFrom(number + 1),
      baseUrl: parts.upstream.url,
      first: KINDS[number % KINDS.length] ?? 'read',
    });
  const calm = (seed: number): Fate => ({
    random: randomFrom(seed),
    choose: () => undefined,
    twice: 0,
    atOnce: 0,
    steppingIn: 0,
    skewMs: 0,
  });
  /** Anything breaks by chance. */
  const wild = (seed: number, likely: number): Fate => {
    const random = randomFrom(seed);
    const faults: readonly [Fault, ...Fault[]] = ['die before', 'die after', 'throttled', 'conflict', 'lost'];
    const behaviours: readonly [Behaviour, ...Behaviour[]] = ['silent', 'deaf', 'fails', 'busy'];
    return {
      random,
      choose: () => (random.chance(likely) ? random.pick(faults) : undefined),
      behave: () => (random.chance(2 * likely) ? random.pick(behaviours) : 'answers'),
      twice: 0.2,
      atOnce: 0.2,
      steppingIn: 0.03,
      skewMs: 10_000,
    };
  };
  const live = async (steps: ReturnType<typeof workflow>, fate: Fate) => {
    const lived = await liveThrough(parts, steps, fate);
    return { lived, faults: await faultsOf({ ...parts, lived, steps }) };
  };
  const numbers = Array.from({ length: WORKFLOWS }, (_, number) => number);

  test.each(numbers)(
    'workflow %i: its worker dies before every write and every call, again and again',
    async (number) => {
      const steps = workflow(number);
      const { lived } = await live(steps, calm(number));
      // Before a write is after the call that it records, and before a call after the write that starts it.
      for (let first = 0; first < STRIDE; first += 1) {
        let at = -1;
        const choose = (operation: Operation) => {
          if (operation !== 'write' && operation !== 'call') return undefined;
          at += 1;
          return at % STRIDE === first && at < STRIDE * DEATHS ? 'die before' : undefined;
        };
        const death = await live(steps, { ...calm(first), choose });
        expect({ first, faults: death.faults }).toEqual({ first, faults: [] });
        expect(death.lived.run.status).toBe(lived.run.status);
      }
    },
  );

  test.each([1, 2, 3])(
    'a loop whose passes are folded, while everything breaks by chance, %i',
    async (seed) => {
      const binding = { baseUrl: parts.upstream.url, specHash: '', parameters: [] };
      const each = [call('tell', 'POST', { binding, timeoutSeconds: 0.15, onError: 'continue' })];
      const steps = [loop('each', each, { items: '{{input.many}}', concurrency: 3, collect: '{{item}}' })];
      const { lived, faults } = await live(steps, { ...wild(seed, 0.015), steppingIn: 0 });
      expect(faults).toEqual([]);
      expect(lived.run.steps['each']?.output).toEqual(INPUT.many);
      const acted = INPUT.many.map((at) => parts.upstream.acted(lived.run.id, `each[${at}].tell`));
      expect(Math.max(...acted)).toBe(1);
      expect(lived.run.steps['each']?.folded?.chunks.length).toBeGreaterThan(0);
      expect(Object.keys(lived.run.steps).length).toBeLessThan(100);
    },
  );

  test.each(numbers)(
    'workflow %i: everything breaks by chance, and messages come twice and late',
    async (number) => {
      const steps = workflow(number);
      for (let seed = 0; seed < SEEDS; seed += 1) {
        const { faults: found } = await live(steps, wild(number * 1_000 + seed, 0.08));
        expect({ seed, found }).toEqual({ seed, found: [] });
      }
    },
  );
});
