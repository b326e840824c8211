import { crm } from './crm/definition.ts';
import { runAlone } from './server/run-alone.ts';

await runAlone(crm, import.meta.url);
