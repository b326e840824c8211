import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { Deal, DealChanges, DealStage, NewDeal, page } from './schemas.ts';
import { entryOf, pageOf, type CrmState } from './state.ts';

const params = z.object({ dealId: z.string().meta({ description: 'Id of the deal.', example: 'deal_1' }) });

export function dealOperations({
  state: { contacts, deals, nextId },
  now,
}: {
  readonly state: CrmState;
  readonly now: () => number;
}): readonly SampleOperation[] {
  return [
    operation({
      operationId: 'listDeals',
      method: 'get',
      path: '/deals',
      summary: 'List deals',
      description: 'The deals, oldest first; by stage or by contact.',
      tag: 'deals',
      query: z.object({
        stage: DealStage.optional().meta({ description: 'Only deals of this stage.' }),
        contactId: z.string().optional().meta({ description: 'Only deals with this contact.' }),
        ...page,
      }),
      success: {
        status: 200,
        description: 'The deals that fit.',
        schema: z.object({ data: z.array(Deal), total: z.int() }).meta({ id: 'DealList' }),
      },
      handle: ({ query: { stage, contactId, ...wanted } }) =>
        pageOf(
          [...deals.values()].filter(
            (deal) =>
              (stage === undefined || deal.stage === stage) &&
              (contactId === undefined || deal.contactId === contactId),
          ),
          wanted,
        ),
    }),
    operation({
      operationId: 'createDeal',
      method: 'post',
      path: '/deals',
      summary: 'Create a deal',
      description: 'Opens a deal with a contact; it is a lead unless you say otherwise.',
      tag: 'deals',
      body: NewDeal,
      success: { status: 201, description: 'The new deal.', schema: Deal },
      refusals: [404],
      handle({ body }) {
        entryOf(contacts, 'Contact', body.contactId);
        const at = new Date(now()).toISOString();
        const deal: Deal = { id: nextId('deal'), ...body, createdAt: at, updatedAt: at };
        deals.set(deal.id, deal);
        return deal;
      },
    }),
    operation({
      operationId: 'getDeal',
      method: 'get',
      path: '/deals/{dealId}',
      summary: 'Get a deal',
      description: 'One deal by id.',
      tag: 'deals',
      params,
      success: { status: 200, description: 'The deal.', schema: Deal },
      refusals: [404],
      handle: ({ params: { dealId } }) => entryOf(deals, 'Deal', dealId),
    }),
    operation({
      operationId: 'updateDeal',
      method: 'patch',
      path: '/deals/{dealId}',
      summary: 'Update a deal',
      description: 'Changes the given fields of a deal, for example moves it to another stage.',
      tag: 'deals',
      params,
      body: DealChanges,
      success: { status: 200, description: 'The deal as it is now.', schema: Deal },
      refusals: [404],
      handle({ params: { dealId }, body }) {
        const before = entryOf(deals, 'Deal', dealId);
        const deal: Deal = Object.assign({}, before, body, { updatedAt: new Date(now()).toISOString() });
        deals.set(dealId, deal);
        return deal;
      },
    }),
  ];
}
