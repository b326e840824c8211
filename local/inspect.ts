import type { Usage } from './usage.ts';

/** A question to the laptop cloud itself. */
export interface InspectRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Where the connection comes from. */
  readonly remoteAddress: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

export interface InspectAnswer {
  readonly status: number;
  readonly body: unknown;
}

export const INSPECT_PREFIX = '/_local/';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u;

const KILL_PATH = /^\/_local\/functions\/([^/]+)\/kill$/u;
const FIRE_PATH = /^\/_local\/(rules|schedules)\/([^/]+)\/fire$/u;

/**
 * Answers `/_local/…`: captured mail, events that reached the bus, usage, sample upstreams, the template's resources,
 * health, killing a function's worker, and firing a rule or a schedule before its time. It exists on the laptop only, and only for it: another machine, a foreign
 * `Host` (DNS rebinding) and another site's page are refused.
 */
export function createInspector(options: {
  readonly mail: (to: string | undefined) => readonly object[];
  readonly events: (query: { runId: string | undefined; limit: number }) => readonly object[];
  readonly usage: Usage;
  readonly kill: (functionName: string) => Promise<number>;
  /** False where no rule with a schedule has the name. */
  readonly fire: (ruleName: string) => boolean;
  /** False where no schedule has the name. */
  readonly fireSchedule: (name: string) => boolean;
  readonly health: () => object;
  readonly samples: () => readonly object[];
  readonly resources: () => readonly object[];
}): (request: InspectRequest) => Promise<InspectAnswer> {
  const { mail, events, usage, kill, fire, fireSchedule, health, samples, resources } = options;
  return async (request) => {
    if (!isFromHere(request)) return { status: 403, body: { message: 'Only this machine may ask.' } };
    const { method, path, query } = request;
    const [, functionName] = KILL_PATH.exec(path) ?? [];
    const [, kind, toFire] = FIRE_PATH.exec(path) ?? [];
    const asked = functionName === undefined ? path : 'kill';
    switch (`${method} ${toFire === undefined ? asked : 'fire'}`) {
      case 'GET /_local/mail':
        return { status: 200, body: mail(query.get('to') ?? undefined) };
      case 'GET /_local/events': {
        const limit = Number(query.get('limit') ?? 100);
        return {
          status: 200,
          body: events({
            runId: query.get('runId') ?? undefined,
            limit: Number.isInteger(limit) && limit > 0 ? limit : 100,
          }),
        };
      }
      case 'GET /_local/usage':
        return { status: 200, body: usage.report() };
      case 'DELETE /_local/usage':
        usage.reset();
        return { status: 200, body: usage.report() };
      case 'GET /_local/samples':
        return { status: 200, body: samples() };
      case 'GET /_local/resources':
        return { status: 200, body: resources() };
      case 'GET /_local/health':
        return { status: 200, body: health() };
      case 'POST kill':
        return killed(decodeURIComponent(functionName ?? ''), kill);
      case 'POST fire':
        return (kind === 'rules' ? fire : fireSchedule)(decodeURIComponent(toFire ?? ''))
          ? { status: 200, body: { fired: true } }
          : { status: 404, body: { message: 'Nothing with a schedule has this name.' } };
      default:
        return { status: 404, body: { message: `There is no ${method} ${path} here.` } };
    }
  };
}

async function killed(name: string, kill: (name: string) => Promise<number>): Promise<InspectAnswer> {
  try {
    return { status: 200, body: { killed: await kill(name) } };
  } catch (error) {
    return { status: 404, body: { message: error instanceof Error ? error.message : String(error) } };
  }
}

function isFromHere({ remoteAddress, host, origin }: InspectRequest): boolean {
  const sameSite = origin === undefined || LOOPBACK_HOST.test(origin.replace(/^https?:\/\//u, ''));
  return LOOPBACK.has(remoteAddress) && LOOPBACK_HOST.test(host ?? '') && sameSite;
}
