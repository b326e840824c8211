import type { connectionRoutes } from '../../shared/api/connections.ts';
import type { RouteInput } from '../../shared/api/route.ts';
import type { AuthType } from '../../shared/domain/connection.ts';
import { AppError, type ErrorDetail } from '../../shared/domain/errors.ts';
import { secretFits } from '../../shared/domain/secret-fits.ts';
import type { Preset } from '../../shared/presets/preset.ts';
import type { NewConnectionBody } from './new-connection.ts';

type GivenBody = RouteInput<typeof connectionRoutes.createConnection>['body'];

/**
 * The body of a new connection with what its preset says filled in; whatever the person gave stays. VALIDATION_ERROR
 * where there is no such preset, a variable of its address is missing or unknown, or the credentials do not fit the way of
 * authenticating.
 */
export async function resolvePreset({
  preset: wanted,
  variables,
  ...given
}: GivenBody): Promise<NewConnectionBody> {
  const preset = wanted === undefined ? undefined : await findPreset(wanted);
  const body = preset === undefined ? given : fill({ preset, variables: variables ?? {}, given });
  const { name = '', authType = 'none', authConfig } = body;
  if (authConfig !== undefined && !secretFits(authType, authConfig)) throw unfit(authType, preset);
  return { ...body, name, authType };
}

async function findPreset(wanted: string): Promise<Preset> {
  const { PRESETS } = await import('../../shared/presets/presets.ts');
  const needle = wanted.trim().toLowerCase();
  const preset = PRESETS.find(({ id, name }) => id === needle || name.toLowerCase() === needle);
  if (preset !== undefined) return preset;
  const message = `There is no preset "${wanted}". GET /presets lists them.`;
  throw invalid([{ path: 'body.preset', message }]);
}

function fill({
  preset,
  variables,
  given,
}: {
  preset: Preset;
  variables: Readonly<Record<string, string>>;
  given: Omit<GivenBody, 'preset' | 'variables'>;
}): Omit<GivenBody, 'preset' | 'variables'> & Pick<NewConnectionBody, 'keyPlace'> {
  const { auth } = preset;
  const authType = given.authType ?? auth.type;
  const baseUrl = given.baseUrl ?? filledIn(preset, variables);
  return {
    ...given,
    name: given.name ?? preset.name,
    description: given.description ?? preset.description,
    authType,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(auth.type === 'api_key' && authType === 'api_key' ? { keyPlace: auth } : {}),
    ...documentOf(preset, given),
  };
}

/** Of the preset, where the person has brought none. */
function documentOf(
  { documentUrl, endpoints }: Preset,
  given: Pick<GivenBody, 'document' | 'documentationUrl' | 'endpoints'>,
): Pick<NewConnectionBody, 'documentationUrl' | 'endpoints'> {
  const isGiven = [given.document, given.documentationUrl, given.endpoints].some((one) => one !== undefined);
  if (isGiven) return {};
  if (documentUrl !== undefined) return { documentationUrl: documentUrl };
  return endpoints === undefined ? {} : { endpoints: [...endpoints] };
}

/** What stands for a part of a host or a path: nothing that could end either. */
const PLAIN_VALUE = /^[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?$/i;

/** The base URL with the values of its variables; undefined where the document is to name it. */
function filledIn(
  { baseUrl, variables = [] }: Preset,
  values: Readonly<Record<string, string>>,
): string | undefined {
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const faults: ErrorDetail[] = Object.entries(values)
    .filter(([name, value]) => !known.has(name) || !PLAIN_VALUE.test(value))
    .map(([name]) => ({
      path: `body.variables.${name}`,
      message: known.has(name)
        ? 'A value has letters, digits, dots, hyphens and underscores.'
        : `This preset has no such variable${known.size === 0 ? '' : `: it has ${[...known.keys()].join(', ')}`}.`,
    }));
  const url = baseUrl?.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : known.get(name)?.default;
    if (value !== undefined) return value;
    const { description = '', example = '' } = known.get(name) ?? {};
    faults.push({ path: `body.variables.${name}`, message: `Required: ${description}, like ${example}.` });
    return whole;
  });
  if (faults.length > 0) throw invalid(faults);
  return url;
}

function unfit(authType: AuthType, preset: Preset | undefined): AppError {
  const message =
    authType === 'none'
      ? 'authConfig needs an authType: api_key, bearer or basic.'
      : `For ${authType}, authConfig is ${SECRETS[authType]}. ${preset?.auth.hint ?? ''}`.trim();
  return invalid([{ path: 'body.authConfig', message }]);
}

const SECRETS = {
  api_key: '{apiKey, headerName?}',
  bearer: '{token}',
  basic: '{username, password}',
} as const;

function invalid(details: readonly ErrorDetail[]): AppError {
  return new AppError('VALIDATION_ERROR', details[0]?.message ?? 'The preset cannot be used.', { details });
}
