import type { Operation } from '../../shared/domain/catalogue.ts';

const THINGS =
  `account address agent album alert answer appointment article asset balance batch board booking branch budget calendar
  campaign card cart category channel charge city claim class client cluster comment company contact contract country course
  credit currency customer dataset delivery deployment device discount document domain driver email employee event exam
  expense facility feature feed field file flight folder form forecast game group guest history holiday hotel image incident
  index insurance inventory invoice issue item job journey key label language lead lease lesson license link list loan
  location log machine map market match meal measurement medicine meeting member menu message meter metric module movie note
  notification offer office option order organization owner package page parcel participant partner patient payment permit
  person phone photo plan player playlist policy post price product profile project promotion property provider question
  quote rating receipt recipe record refund region registration report request reservation resource restaurant result review
  role room route rule salary sale sample schedule school season seat seller sensor server service session shipment shop
  site skill snapshot song source station statement status stock store story student subject subscription supplier survey
  tag task tax teacher team template tenant term ticket token topic tour track trade transaction transfer trip unit usage
  user vehicle vendor venue version video visit volume voucher wallet warehouse webhook workflow workspace zone`.split(
    /\s+/,
  );
const ACTIONS = [
  ['GET', 'list', 'List the'],
  ['GET', 'get', 'Get one'],
  ['POST', 'create', 'Create a'],
  ['PATCH', 'update', 'Change a'],
  ['DELETE', 'delete', 'Remove a'],
] as const;
const PROSE =
  `the of a with for and by its that are can which when only also returned given current available related specific
  details information optional page limit filter sort date time name type value number identifier requires permission
  default maximum response field object`.split(/\s+/);

/** An API as many documents describe one: things below things, five operations each. Same seed, same operations. */
export function generateOperations(count: number, seed: number): readonly Operation[] {
  const random = sequence(seed);
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[Math.floor(random() * list.length)];
    if (picked === undefined) throw new Error('An empty list.');
    return picked;
  };
  return Array.from(
    { length: Math.ceil(count / ACTIONS.length) },
    () => [pick(THINGS), pick(THINGS)] as const,
  )
    .flatMap(([outer, thing]) =>
      ACTIONS.map(([method, verb, says]): Operation => {
        const one = verb !== 'list' && verb !== 'create';
        const path = `/${outer}s/{${outer}Id}/${thing}s${one ? `/{${thing}Id}` : ''}`;
        const prose = Array.from({ length: 25 }, () => pick(random() < 0.3 ? THINGS : PROSE)).join(' ');
        const name = `${verb}${capital(outer)}${capital(thing)}`;
        const row = {
          type: 'object',
          properties: {
            id: { type: 'string' },
            name: { type: 'string' },
            [`${pick(THINGS)}Id`]: { type: 'string' },
          },
        };
        return {
          id: `ep_${seed}_${path}_${method}`,
          toolName: name,
          operationId: name,
          method,
          path,
          summary: `${says} ${thing} of a ${outer}`,
          description: prose,
          tags: [outer],
          deprecated: false,
          parameters: [...path.matchAll(/\{(\w+)\}/g)].map((match) => ({
            name: match[1] ?? '',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          })),
          responses: {
            200: {
              description: 'OK',
              contentType: 'application/json',
              schema: verb === 'list' ? { type: 'array', items: row } : row,
            },
          },
          security: [],
        };
      }),
    )
    .slice(0, count);
}

/** Requests for three things at once, in words that the operations use. */
export function generateRequests(count: number, seed: number): readonly string[] {
  const operations = generateOperations(count * 15, seed).filter(
    (_, at) => at % 5 === Math.floor(at / 5) % 5,
  );
  return Array.from({ length: count }, (_, at) => {
    const [first, second, third] = operations
      .slice(at * 3, at * 3 + 3)
      .map(({ summary = '' }) => summary.toLowerCase());
    return `Please ${first} named "North", then ${second} for 2026-01-31, and ${third} so that the report is complete.`;
  });
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function sequence(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
