import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { conflict } from '../server/rest-error.ts';
import { Contact, ContactChanges, NewContact, page } from './schemas.ts';
import { contains, entryOf, pageOf, type CrmState } from './state.ts';

const params = z.object({
  contactId: z.string().meta({ description: 'Id of the contact.', example: 'cont_1' }),
});

export function contactOperations({
  state: { contacts, companies, deals, notes, nextId },
  now,
}: {
  readonly state: CrmState;
  readonly now: () => number;
}): readonly SampleOperation[] {
  /** Throws where the address belongs to another contact or the company does not exist. */
  function check({ email, companyId }: z.output<typeof ContactChanges>, self?: string): void {
    if (companyId !== undefined) entryOf(companies, 'Company', companyId);
    const owner = [...contacts.values()].find((one) => one.email.toLowerCase() === email?.toLowerCase());
    if (owner !== undefined && owner.id !== self) throw conflict(`${owner.id} has this address already.`);
  }

  return [
    operation({
      operationId: 'searchContacts',
      method: 'get',
      path: '/contacts',
      summary: 'Search contacts',
      description: 'Finds contacts (customers) by email address, by a part of the name, or by company.',
      tag: 'contacts',
      query: z.object({
        email: z
          .string()
          .optional()
          .meta({ description: 'The exact address.', example: 'ada.park@example.com' }),
        name: z.string().optional().meta({ description: 'A part of the name.', example: 'Ada' }),
        companyId: z.string().optional().meta({ description: 'Only people of this company.' }),
        ...page,
      }),
      success: {
        status: 200,
        description: 'The contacts that fit.',
        schema: z.object({ data: z.array(Contact), total: z.int() }).meta({ id: 'ContactList' }),
      },
      handle: ({ query: { email, name, companyId, ...wanted } }) =>
        pageOf(
          [...contacts.values()].filter(
            (contact) =>
              (email === undefined || contact.email.toLowerCase() === email.toLowerCase()) &&
              contains(contact.name, name) &&
              (companyId === undefined || contact.companyId === companyId),
          ),
          wanted,
        ),
    }),
    operation({
      operationId: 'createContact',
      method: 'post',
      path: '/contacts',
      summary: 'Create a contact',
      description: 'Adds a person. An email address belongs to one contact only.',
      tag: 'contacts',
      body: NewContact,
      success: { status: 201, description: 'The new contact.', schema: Contact },
      refusals: [404, 409],
      handle({ body }) {
        check(body);
        const contact: Contact = { id: nextId('cont'), ...body, createdAt: new Date(now()).toISOString() };
        contacts.set(contact.id, contact);
        return contact;
      },
    }),
    operation({
      operationId: 'getContact',
      method: 'get',
      path: '/contacts/{contactId}',
      summary: 'Get a contact',
      description: 'One contact by id.',
      tag: 'contacts',
      params,
      success: { status: 200, description: 'The contact.', schema: Contact },
      refusals: [404],
      handle: ({ params: { contactId } }) => entryOf(contacts, 'Contact', contactId),
    }),
    operation({
      operationId: 'updateContact',
      method: 'patch',
      path: '/contacts/{contactId}',
      summary: 'Update a contact',
      description: 'Changes the given fields of a contact, for example the phone number.',
      tag: 'contacts',
      params,
      body: ContactChanges,
      success: { status: 200, description: 'The contact as it is now.', schema: Contact },
      refusals: [404, 409],
      handle({ params: { contactId }, body }) {
        const before = entryOf(contacts, 'Contact', contactId);
        check(body, contactId);
        const contact: Contact = Object.assign({}, before, body);
        contacts.set(contactId, contact);
        return contact;
      },
    }),
    operation({
      operationId: 'deleteContact',
      method: 'delete',
      path: '/contacts/{contactId}',
      summary: 'Delete a contact',
      description: 'Removes a contact and the notes about it for good. A contact with deals stays.',
      tag: 'contacts',
      params,
      success: { status: 204, description: 'The contact is gone.' },
      refusals: [404, 409],
      handle({ params: { contactId } }) {
        entryOf(contacts, 'Contact', contactId);
        if ([...deals.values()].some((deal) => deal.contactId === contactId)) {
          throw conflict(`${contactId} has deals.`);
        }
        for (const note of notes.values()) if (note.contactId === contactId) notes.delete(note.id);
        contacts.delete(contactId);
        return undefined;
      },
    }),
  ];
}
