/** What an API that connects by name is for. */
export const PRESET_CATEGORIES = [
  'accounting',
  'ai',
  'analytics',
  'commerce',
  'communication',
  'content',
  'crm',
  'developer',
  'infrastructure',
  'marketing',
  'payments',
  'productivity',
  'public-data',
  'testing',
] as const;
export type PresetCategory = (typeof PRESET_CATEGORIES)[number];
