import * as z from 'zod';

/** How many of what fits a list shows. */
export const page = {
  limit: z.coerce.number().int().min(1).max(100).default(25).meta({ description: 'At most so many.' }),
  offset: z.coerce.number().int().min(0).default(0).meta({ description: 'Skips so many.' }),
};

const contactFields = {
  name: z.string().trim().min(1).max(120).meta({ description: 'Full name.', example: 'Grace Lindqvist' }),
  email: z.email().meta({ example: 'grace@fjordfoods.example' }),
  phone: z.string().max(40).meta({ example: '+47 22 00 00 01' }),
  companyId: z.string().meta({ description: 'Id of the company they work for.', example: 'comp_1' }),
};

export const Contact = z
  .object({
    id: z.string().meta({ description: 'Id of the contact.', example: 'cont_1' }),
    name: contactFields.name,
    email: contactFields.email,
    phone: contactFields.phone.optional(),
    companyId: contactFields.companyId.optional(),
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'Contact',
    description: 'A person, often a customer.',
    example: {
      id: 'cont_1',
      name: 'Grace Lindqvist',
      email: 'grace@fjordfoods.example',
      phone: '+47 22 00 00 01',
      companyId: 'comp_1',
      createdAt: '2026-01-03T08:30:00.000Z',
    },
  });
export type Contact = z.output<typeof Contact>;

export const NewContact = z
  .object({
    name: contactFields.name,
    email: contactFields.email,
    phone: contactFields.phone.optional(),
    companyId: contactFields.companyId.optional(),
  })
  .meta({ id: 'NewContact', example: { name: 'Noor Haddad', email: 'noor@example.com' } });

export const ContactChanges = z
  .object(contactFields)
  .partial()
  .meta({ id: 'ContactChanges', example: { phone: '+47 22 00 00 02' } });

export const NewCompany = z
  .object({
    name: z.string().trim().min(1).max(120).meta({ example: 'Fjord Foods' }),
    domain: z
      .string()
      .max(120)
      .optional()
      .meta({ description: 'Its web domain.', example: 'fjordfoods.example' }),
    industry: z.string().max(80).optional().meta({ example: 'Groceries' }),
  })
  .meta({ id: 'NewCompany', example: { name: 'Fjord Foods', domain: 'fjordfoods.example' } });

export const Company = z
  .object({
    id: z.string().meta({ description: 'Id of the company.', example: 'comp_1' }),
    ...NewCompany.shape,
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'Company',
    example: {
      id: 'comp_1',
      name: 'Fjord Foods',
      domain: 'fjordfoods.example',
      industry: 'Groceries',
      createdAt: '2026-01-03T08:00:00.000Z',
    },
  });
export type Company = z.output<typeof Company>;

export const DealStage = z
  .enum(['lead', 'qualified', 'proposal', 'won', 'lost'])
  .meta({ id: 'DealStage', description: 'How far the deal is.' });

const dealFields = {
  title: z.string().trim().min(1).max(160).meta({ example: 'Spring delivery' }),
  amount: z.number().min(0).meta({ description: 'In US dollars.', example: 4800 }),
  stage: DealStage,
  contactId: z.string().meta({ description: 'Id of the contact the deal is with.', example: 'cont_1' }),
};

export const Deal = z
  .object({
    id: z.string().meta({ description: 'Id of the deal.', example: 'deal_1' }),
    ...dealFields,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Deal',
    example: {
      id: 'deal_1',
      title: 'Spring delivery',
      amount: 4800,
      stage: 'proposal',
      contactId: 'cont_1',
      createdAt: '2026-01-04T09:00:00.000Z',
      updatedAt: '2026-01-04T09:00:00.000Z',
    },
  });
export type Deal = z.output<typeof Deal>;

export const NewDeal = z
  .object({ ...dealFields, stage: DealStage.default('lead') })
  .meta({ id: 'NewDeal', example: { title: 'Summer delivery', amount: 5200, contactId: 'cont_1' } });

export const DealChanges = z
  .object({ title: dealFields.title, amount: dealFields.amount, stage: DealStage })
  .partial()
  .meta({ id: 'DealChanges', example: { stage: 'won' } });

export const NewNote = z
  .object({ text: z.string().trim().min(1).max(4000).meta({ description: 'What to remember.' }) })
  .meta({ id: 'NewNote', example: { text: 'Prefers to be called in the morning.' } });

export const Note = z
  .object({
    id: z.string().meta({ example: 'note_1' }),
    contactId: z.string().meta({ example: 'cont_1' }),
    ...NewNote.shape,
    createdAt: z.iso.datetime(),
  })
  .meta({
    id: 'Note',
    example: {
      id: 'note_1',
      contactId: 'cont_1',
      text: 'Prefers to be called in the morning.',
      createdAt: '2026-01-05T10:00:00.000Z',
    },
  });
export type Note = z.output<typeof Note>;
