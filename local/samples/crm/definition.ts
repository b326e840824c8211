import { companyOperations } from './companies.ts';
import { contactOperations } from './contacts.ts';
import { dealOperations } from './deals.ts';
import { noteOperations } from './notes.ts';
import { createCrmState } from './state.ts';
import type { SampleDefinition } from '../server/sample.ts';

/** Customers: contacts, companies, deals and notes. User and password; lists are `{data, total}`. */
export const crm: SampleDefinition = {
  name: 'CRM',
  version: '4.0.0',
  description:
    'Customer relationship management: the contacts and companies that a business knows, its deals with them, and notes about them.',
  port: 4012,
  auth: { type: 'basic' },
  credentialPrefix: 'integration:',
  tags: [
    { name: 'contacts', description: 'People' },
    { name: 'companies', description: 'Where they work' },
    { name: 'deals', description: 'What is sold to them' },
    { name: 'notes', description: 'What is remembered about them' },
  ],
  build({ now }) {
    const state = createCrmState();
    return [
      ...contactOperations({ state, now }),
      ...companyOperations({ state, now }),
      ...dealOperations({ state, now }),
      ...noteOperations({ state, now }),
    ];
  },
};
