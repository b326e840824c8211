import { ACCOUNTING } from './accounting.ts';
import { COMMUNICATION } from './communication.ts';
import { CONTENT } from './content.ts';
import { CRM } from './crm.ts';
import { DEVELOPER } from './developer.ts';
import { GOOGLE } from './google.ts';
import { INFRASTRUCTURE } from './infrastructure.ts';
import { MARKETING } from './marketing.ts';
import { PAYMENTS } from './payments.ts';
import type { Preset } from './preset.ts';
import { PRODUCTIVITY } from './productivity.ts';
import { SERVICES } from './services.ts';
import { TESTING } from './testing.ts';

/**
 * The APIs that connect by name, by name. They are data, and nothing here is fetched before somebody connects one: a
 * document that has moved is told of by the ingestion.
 */
export const PRESETS: readonly Preset[] = [
  ...ACCOUNTING,
  ...COMMUNICATION,
  ...CONTENT,
  ...CRM,
  ...DEVELOPER,
  ...GOOGLE,
  ...INFRASTRUCTURE,
  ...MARKETING,
  ...PAYMENTS,
  ...PRODUCTIVITY,
  ...SERVICES,
  ...TESTING,
].toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
