import { writtenEndpoint } from './written-endpoint.ts';

const ENTITIES = [
  ['Customer', 'customer'],
  ['Invoice', 'invoice'],
  ['Payment', 'payment'],
  ['Item', 'item'],
  ['Vendor', 'vendor'],
  ['Bill', 'bill'],
] as const;

/** A write names what it changes in its body: without an Id it makes a new one. */
const BODY = {
  Customer: { DisplayName: 'string', PrimaryEmailAddr: 'object', BillAddr: 'object' },
  Invoice: { CustomerRef: 'object', Line: 'array', DueDate: 'string' },
  Payment: { CustomerRef: 'object', TotalAmt: 'number' },
  Item: { Name: 'string', Type: 'string', UnitPrice: 'number', IncomeAccountRef: 'object' },
  Vendor: { DisplayName: 'string', PrimaryEmailAddr: 'object' },
  Bill: { VendorRef: 'object', Line: 'array', DueDate: 'string' },
} as const;

/** QuickBooks Online Accounting API v3, below `/v3/company/{companyId}`. */
export const QUICKBOOKS_ENDPOINTS = [
  writtenEndpoint({
    method: 'GET',
    path: '/query',
    operationId: 'query',
    summary: 'Query entities, like: select * from Customer maxresults 10',
    parameters: [{ name: 'query', required: true, schema: { type: 'string' } }],
  }),
  writtenEndpoint({
    method: 'GET',
    path: '/companyinfo/{companyId}',
    operationId: 'getCompanyInfo',
    summary: 'Get the company',
  }),
  writtenEndpoint({
    method: 'GET',
    path: '/reports/{report}',
    operationId: 'getReport',
    summary: 'Get a report, like ProfitAndLoss or BalanceSheet',
    parameters: [
      { name: 'start_date', schema: { type: 'string', format: 'date' } },
      { name: 'end_date', schema: { type: 'string', format: 'date' } },
    ],
  }),
  ...ENTITIES.flatMap(([name, path]) => [
    writtenEndpoint({
      method: 'GET',
      path: `/${path}/{id}`,
      operationId: `get${name}`,
      summary: `Get one ${path}`,
    }),
    writtenEndpoint({
      method: 'POST',
      path: `/${path}`,
      operationId: `create${name}`,
      summary: `Create a ${path}; with Id and SyncToken, update it`,
      body: BODY[name],
    }),
  ]),
];
