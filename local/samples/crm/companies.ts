import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { Company, NewCompany, page } from './schemas.ts';
import { contains, entryOf, pageOf, type CrmState } from './state.ts';

export function companyOperations({
  state: { companies, nextId },
  now,
}: {
  readonly state: CrmState;
  readonly now: () => number;
}): readonly SampleOperation[] {
  return [
    operation({
      operationId: 'listCompanies',
      method: 'get',
      path: '/companies',
      summary: 'List companies',
      description: 'The companies that contacts work for; by a part of the name or by web domain.',
      tag: 'companies',
      query: z.object({
        name: z.string().optional().meta({ description: 'A part of the name.' }),
        domain: z.string().optional().meta({ description: 'A part of the web domain.' }),
        ...page,
      }),
      success: {
        status: 200,
        description: 'The companies that fit.',
        schema: z.object({ data: z.array(Company), total: z.int() }).meta({ id: 'CompanyList' }),
      },
      handle: ({ query: { name, domain, ...wanted } }) =>
        pageOf(
          [...companies.values()].filter(
            (company) => contains(company.name, name) && contains(company.domain, domain),
          ),
          wanted,
        ),
    }),
    operation({
      operationId: 'createCompany',
      method: 'post',
      path: '/companies',
      summary: 'Create a company',
      description: 'Adds a company.',
      tag: 'companies',
      body: NewCompany,
      success: { status: 201, description: 'The new company.', schema: Company },
      handle({ body }) {
        const company: Company = { id: nextId('comp'), ...body, createdAt: new Date(now()).toISOString() };
        companies.set(company.id, company);
        return company;
      },
    }),
    operation({
      operationId: 'getCompany',
      method: 'get',
      path: '/companies/{companyId}',
      summary: 'Get a company',
      description: 'One company by id.',
      tag: 'companies',
      params: z.object({
        companyId: z.string().meta({ description: 'Id of the company.', example: 'comp_1' }),
      }),
      success: { status: 200, description: 'The company.', schema: Company },
      refusals: [404],
      handle: ({ params: { companyId } }) => entryOf(companies, 'Company', companyId),
    }),
  ];
}
