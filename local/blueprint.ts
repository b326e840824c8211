import { accessFromTemplate } from './access-from-template.ts';
import type { HttpApi } from './gateway.ts';
import type { Access } from './iam/access.ts';
import { modelParameter, modelParameterNames } from './model-parameter.ts';
import { readRules, type EventRule } from './provision/read-event-sources.ts';
import { readFrontDoor, type FrontDoorSettings } from './provision/read-front-door.ts';
import { readFunctions, type PrincipalFunction } from './provision/read-functions.ts';
import { readHttpApi } from './provision/read-http-api.ts';
import type { Assembly } from './template/assembly.ts';
import type { ResolvedResource } from './template/resolved-resource.ts';

/** Everything that the laptop cloud serves, read from the resources that now exist. */
export interface Blueprint {
  readonly resources: readonly ResolvedResource[];
  readonly functions: readonly PrincipalFunction[];
  readonly access: Access;
  readonly rules: readonly EventRule[];
  readonly api: HttpApi;
  readonly frontDoor: FrontDoorSettings;
  /** SSM parameters by name. */
  readonly secureParameters: ReadonlyMap<string, string>;
}

export function readBlueprint(options: {
  readonly assembly: Assembly;
  readonly resources: readonly ResolvedResource[];
  readonly endpointUrl: string;
  /** `HOST:PORT` each. */
  readonly allowUpstreams: readonly string[];
  /** Where a model's key may be. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (message: string) => void;
}): Blueprint {
  const { assembly, resources, endpointUrl, allowUpstreams, env, log } = options;
  const functions = readFunctions({ resources, assets: assembly.assets, endpointUrl, allowUpstreams });
  const model = modelParameter(env);
  const names = modelParameterNames(functions.map(({ definition }) => definition));
  return {
    resources,
    functions,
    access: accessFromTemplate({ resources, functions, log }),
    rules: readRules(resources),
    api: readHttpApi(resources),
    frontDoor: readFrontDoor(resources),
    secureParameters: new Map(model === undefined ? [] : names.map((name) => [name, model])),
  };
}
