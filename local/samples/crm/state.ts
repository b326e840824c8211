import { notFound } from '../server/rest-error.ts';
import type { Company, Contact, Deal, Note } from './schemas.ts';

type Kind = 'cont' | 'comp' | 'deal' | 'note';

/** The memory of the CRM; each map in the order of creation. */
export interface CrmState {
  readonly contacts: Map<string, Contact>;
  readonly companies: Map<string, Company>;
  readonly deals: Map<string, Deal>;
  readonly notes: Map<string, Note>;
  /** `cont_4`: none is given twice. */
  readonly nextId: (kind: Kind) => string;
}

const COMPANIES: readonly Company[] = [
  {
    id: 'comp_1',
    name: 'Fjord Foods',
    domain: 'fjordfoods.example',
    industry: 'Groceries',
    createdAt: '2026-01-03T08:00:00.000Z',
  },
  {
    id: 'comp_2',
    name: 'Lumen Labs',
    domain: 'lumenlabs.example',
    industry: 'Lighting',
    createdAt: '2026-01-03T08:05:00.000Z',
  },
];

const CONTACTS: readonly Contact[] = [
  {
    id: 'cont_1',
    name: 'Grace Lindqvist',
    email: 'grace@fjordfoods.example',
    phone: '+47 22 00 00 01',
    companyId: 'comp_1',
    createdAt: '2026-01-03T08:30:00.000Z',
  },
  {
    id: 'cont_2',
    name: 'Tomas Silva',
    email: 'tomas@lumenlabs.example',
    companyId: 'comp_2',
    createdAt: '2026-01-03T08:40:00.000Z',
  },
  {
    id: 'cont_3',
    name: 'Ada Park',
    email: 'ada.park@example.com',
    createdAt: '2026-01-03T08:50:00.000Z',
  },
];

const DEALS: readonly Deal[] = [
  {
    id: 'deal_1',
    title: 'Spring delivery',
    amount: 4800,
    stage: 'proposal',
    contactId: 'cont_1',
    createdAt: '2026-01-04T09:00:00.000Z',
    updatedAt: '2026-01-04T09:00:00.000Z',
  },
  {
    id: 'deal_2',
    title: 'Showroom lamps',
    amount: 12_500,
    stage: 'won',
    contactId: 'cont_2',
    createdAt: '2026-01-04T09:10:00.000Z',
    updatedAt: '2026-01-08T15:00:00.000Z',
  },
];

const NOTES: readonly Note[] = [
  {
    id: 'note_1',
    contactId: 'cont_1',
    text: 'Prefers to be called in the morning.',
    createdAt: '2026-01-05T10:00:00.000Z',
  },
];

export function createCrmState(): CrmState {
  const last: Record<Kind, number> = {
    cont: CONTACTS.length,
    comp: COMPANIES.length,
    deal: DEALS.length,
    note: NOTES.length,
  };
  const byId = <T extends { readonly id: string }>(all: readonly T[]) =>
    new Map(all.map((one) => [one.id, one]));
  return {
    contacts: byId(CONTACTS),
    companies: byId(COMPANIES),
    deals: byId(DEALS),
    notes: byId(NOTES),
    nextId: (kind) => `${kind}_${(last[kind] += 1)}`,
  };
}

/** The entry of a map; throws a 404 that calls it by `what`: `Contact cont_9 does not exist.` */
export function entryOf<T>(entries: ReadonlyMap<string, T>, what: string, id: string): T {
  const found = entries.get(id);
  if (found === undefined) throw notFound(`${what} ${id}`);
  return found;
}

/** A list answer: one page, and how many there are in all. */
export function pageOf<T>(all: readonly T[], { limit, offset }: { limit: number; offset: number }) {
  return { data: all.slice(offset, offset + limit), total: all.length };
}

/** Whether a text contains another, whatever the case; true where nothing is looked for. */
export function contains(text: string | undefined, sought: string | undefined): boolean {
  return sought === undefined || (text ?? '').toLowerCase().includes(sought.toLowerCase());
}
