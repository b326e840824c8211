import { callOf, tellWebhook, WEBHOOK_URL } from './parts.ts';
import type { Template } from './template.ts';

const CRM = { id: 'crm', description: 'The customers.', preset: 'salesforce' };
const POSTS = { id: 'posts', description: 'The posts.', preset: 'jsonplaceholder' };

export const BUSINESS_TEMPLATES: readonly Template[] = [
  {
    id: 'crm-limits-to-webhook',
    name: 'Is the CRM near its limits?',
    description: 'Posts to a webhook where less than a tenth of the API requests of a day is left.',
    slots: [CRM],
    inputs: [WEBHOOK_URL],
    steps: [
      callOf('crm', { name: 'Limits', endpoint: '/limits', parameters: {} }),
      { name: 'Left', type: 'transform', expression: 'steps.limits.DailyApiRequests.(Remaining / Max)' },
      {
        name: 'Low',
        type: 'condition',
        branches: [
          {
            when: 'steps.left < 0.1',
            steps: [tellWebhook('{{steps.left}} of the API requests of today are left.')],
          },
        ],
      },
    ],
  },
  {
    id: 'crm-record-to-webhook',
    name: 'Tell of a record',
    description: 'Reads a record of the CRM and posts its name to a webhook.',
    slots: [CRM],
    inputs: [
      { name: 'object', description: 'What it is.', example: 'Account' },
      { name: 'id', description: 'Of the record.', example: '001000000000001' },
      WEBHOOK_URL,
    ],
    steps: [
      callOf('crm', {
        name: 'Record',
        endpoint: '/sobjects/{object}/{id}',
        parameters: { object: '{{input.object}}', id: '{{input.id}}', fields: 'Name' },
      }),
      { name: 'Title', type: 'transform', expression: 'steps.record.Name' },
      tellWebhook('Look at {{steps.title}}.'),
    ],
  },
  {
    id: 'comments-of-posts',
    name: 'Comments on every post',
    description: 'Collects the comments on each post of a user, several posts at a time.',
    slots: [POSTS],
    inputs: [{ name: 'userId', description: 'Whose posts.', example: '1' }],
    steps: [
      callOf('posts', { name: 'Posts', endpoint: '/posts', parameters: { userId: '{{input.userId}}' } }),
      {
        name: 'Each',
        type: 'loop',
        items: '{{steps.posts}}',
        concurrency: 5,
        maxItems: 100,
        steps: [
          callOf('posts', { name: 'Comments', endpoint: '/comments', parameters: { postId: '{{item.id}}' } }),
        ],
      },
    ],
  },
];
