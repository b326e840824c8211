import { channelOperations } from './channels.ts';
import { messageOperations } from './messages.ts';
import { createChatState } from './state.ts';
import { userOperations } from './users.ts';
import type { SampleDefinition } from '../server/sample.ts';

/** A team's chat: channels, messages, reactions and users. A bearer token; lists are members of an object. */
export const chatWorkspace: SampleDefinition = {
  name: 'Chat Workspace',
  version: '1.8.1',
  description:
    "A team's chat. Post messages to channels such as #adoptions to tell people about something, read what was said, and react to it.",
  port: 4011,
  auth: { type: 'bearer' },
  credentialPrefix: 'chat_',
  tags: [
    { name: 'channels', description: 'Where people talk' },
    { name: 'messages', description: 'What they say' },
    { name: 'users', description: 'The people' },
  ],
  build({ now }) {
    const state = createChatState();
    return [
      ...channelOperations({ state, now }),
      ...messageOperations({ state, now }),
      ...userOperations(state),
    ];
  },
};
