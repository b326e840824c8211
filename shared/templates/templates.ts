import { BUSINESS_TEMPLATES } from './business-templates.ts';
import { DEVELOPER_TEMPLATES } from './developer-templates.ts';
import { EVERYDAY_TEMPLATES } from './everyday-templates.ts';
import type { Template } from './template.ts';

/** Every template, by name. */
export const TEMPLATES: readonly Template[] = [
  ...BUSINESS_TEMPLATES,
  ...DEVELOPER_TEMPLATES,
  ...EVERYDAY_TEMPLATES,
].toSorted((a, b) => (a.name < b.name ? -1 : 1));
