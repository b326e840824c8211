import { paginate } from '../../shared/api/pagination.ts';
import type { presetRoutes } from '../../shared/api/presets.ts';
import { PRESET_CATEGORIES } from '../../shared/domain/preset-category.ts';
import type { Preset } from '../../shared/presets/preset.ts';
import { PRESETS } from '../../shared/presets/presets.ts';
import type { Handler } from '../../shared/runtime/http/exchange.ts';

/** The APIs that connect by name, by name. `categories` counts those that the search leaves. */
export function listPresets(): Handler<typeof presetRoutes.listPresets> {
  return async ({ query: { page, limit, category, search } }) => {
    const needle = search?.trim().toLowerCase() ?? '';
    const found = PRESETS.filter((preset) => searchable(preset).includes(needle));
    const fitting = found.filter((preset) => category === undefined || preset.category === category);
    return {
      presets: fitting.slice((page - 1) * limit, page * limit).map(presetView),
      categories: PRESET_CATEGORIES.map((name) => ({
        name,
        count: found.filter((preset) => preset.category === name).length,
      })).filter(({ count }) => count > 0),
      pagination: paginate({ page, limit, total: fitting.length }),
    };
  };
}

function searchable({ id, name, category, description }: Preset): string {
  return [id, name, category, description].join('\n').toLowerCase();
}

function presetView({ auth, oauth2, variables = [], documentUrl, baseUrl, ...preset }: Preset) {
  const { credentialUrl, hint, ...placement } = auth;
  const { endpoints: _endpoints, ...rest } = preset;
  return {
    ...rest,
    documentUrl: documentUrl ?? null,
    baseUrl: baseUrl ?? null,
    variables: variables.map((variable) => ({ ...variable, default: variable.default ?? null })),
    authType: auth.type,
    placement,
    credentialUrl: credentialUrl ?? null,
    credentialHint: hint ?? null,
    oauth2: oauth2 === undefined ? null : { ...oauth2, scopes: [...oauth2.scopes] },
  };
}
