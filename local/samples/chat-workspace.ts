import { chatWorkspace } from './chat-workspace/definition.ts';
import { runAlone } from './server/run-alone.ts';

await runAlone(chatWorkspace, import.meta.url);
