import type { Preset } from './preset.ts';
import { QUICKBOOKS_ENDPOINTS } from './quickbooks-endpoints.ts';

/** Books and invoices. */
export const ACCOUNTING: readonly Preset[] = [
  {
    id: 'quickbooks',
    name: 'QuickBooks Online',
    category: 'accounting',
    description:
      'Customers, invoices, payments and reports of a company. Described here: Intuit has no document.',
    docsUrl: 'https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/account',
    endpoints: QUICKBOOKS_ENDPOINTS,
    baseUrl: 'https://{host}/v3/company/{companyId}',
    variables: [
      {
        name: 'host',
        description: 'The host of the live or of the sandbox API',
        example: 'sandbox-quickbooks.api.intuit.com',
        default: 'quickbooks.api.intuit.com',
      },
      { name: 'companyId', description: 'The id of the company (realm)', example: '1234567890' },
    ],
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developer.intuit.com/app/developer/playground',
      hint: 'An access token with the scope com.intuit.quickbooks.accounting.',
    },
    oauth2: {
      authorizationUrl: 'https://appcenter.intuit.com/connect/oauth2',
      tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
      scopes: ['com.intuit.quickbooks.accounting'],
    },
  },
  {
    id: 'xero',
    name: 'Xero',
    category: 'accounting',
    description: 'Contacts, invoices, bank transactions and reports of an organisation.',
    docsUrl: 'https://developer.xero.com/documentation/api/accounting/overview',
    documentUrl: 'https://raw.githubusercontent.com/XeroAPI/Xero-OpenAPI/master/xero_accounting.yaml',
    auth: {
      type: 'bearer',
      credentialUrl: 'https://developer.xero.com/app/manage',
      hint: 'An access token of an app.',
    },
    oauth2: {
      authorizationUrl: 'https://login.xero.com/identity/connect/authorize',
      tokenUrl: 'https://identity.xero.com/connect/token',
      scopes: ['offline_access', 'accounting.contacts.read', 'accounting.settings.read'],
    },
  },
];
