import { callOf, REPOSITORY, tellWebhook, WEBHOOK_URL } from './parts.ts';
import type { Template } from './template.ts';

const GITHUB = { id: 'github', description: 'The code host.', preset: 'github' };
const REPO = { owner: '{{input.owner}}', repo: '{{input.repo}}' };

export const DEVELOPER_TEMPLATES: readonly Template[] = [
  {
    id: 'latest-release-to-webhook',
    name: 'Tell of the latest release',
    description: 'Looks up the latest release of a repository and posts its name and address to a webhook.',
    slots: [GITHUB],
    inputs: [...REPOSITORY, WEBHOOK_URL],
    steps: [
      callOf('github', {
        name: 'Release',
        endpoint: '/repos/{owner}/{repo}/releases/latest',
        parameters: REPO,
      }),
      tellWebhook('{{input.repo}} {{steps.release.tag_name}} is out: {{steps.release.html_url}}'),
    ],
  },
  {
    id: 'open-issues-digest',
    name: 'Digest of open issues',
    description: 'Lists the open issues of a repository and posts their titles to a webhook.',
    slots: [GITHUB],
    inputs: [...REPOSITORY, WEBHOOK_URL],
    steps: [
      callOf('github', {
        name: 'Issues',
        endpoint: '/repos/{owner}/{repo}/issues',
        parameters: { ...REPO, state: 'open', per_page: 20 },
      }),
      {
        name: 'Digest',
        type: 'transform',
        expression: '$join(steps.issues.("#" & number & " " & title), "\\n")',
      },
      tellWebhook('Open issues of {{input.repo}}:\n{{steps.digest}}'),
    ],
  },
  {
    id: 'issue-after-approval',
    name: 'Open an issue after approval',
    description: 'Asks a person, and opens an issue in a repository where they agree.',
    slots: [GITHUB],
    inputs: [
      ...REPOSITORY,
      { name: 'title', description: 'Of the issue.', example: 'The button does nothing' },
    ],
    steps: [
      { name: 'Ask', type: 'approval', message: 'Open "{{input.title}}" in {{input.owner}}/{{input.repo}}?' },
      callOf('github', {
        name: 'Open',
        method: 'POST',
        endpoint: '/repos/{owner}/{repo}/issues',
        parameters: { ...REPO, title: '{{input.title}}' },
      }),
    ],
  },
  {
    id: 'todos-to-issues',
    name: 'An issue for each task',
    description: 'Takes the tasks of a user and opens an issue for each.',
    slots: [{ id: 'tasks', description: 'Where the tasks are.', preset: 'jsonplaceholder' }, GITHUB],
    inputs: [...REPOSITORY, { name: 'userId', description: 'Whose tasks.', example: '1' }],
    steps: [
      callOf('tasks', { name: 'Tasks', endpoint: '/todos', parameters: { userId: '{{input.userId}}' } }),
      {
        name: 'Each',
        type: 'loop',
        items: '{{steps.tasks}}',
        maxItems: 50,
        collect: '{{steps.open.html_url}}',
        onItemError: 'continue',
        steps: [
          callOf('github', {
            name: 'Open',
            method: 'POST',
            endpoint: '/repos/{owner}/{repo}/issues',
            parameters: { ...REPO, title: '{{item.title}}' },
          }),
        ],
      },
    ],
  },
];
