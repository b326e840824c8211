import * as z from 'zod';
import { operation, type SampleOperation } from '../server/operation.ts';
import { NewNote, Note, page } from './schemas.ts';
import { entryOf, pageOf, type CrmState } from './state.ts';

const params = z.object({
  contactId: z.string().meta({ description: 'Id of the contact.', example: 'cont_1' }),
});

export function noteOperations({
  state: { contacts, notes, nextId },
  now,
}: {
  readonly state: CrmState;
  readonly now: () => number;
}): readonly SampleOperation[] {
  return [
    operation({
      operationId: 'listNotes',
      method: 'get',
      path: '/contacts/{contactId}/notes',
      summary: 'List the notes about a contact',
      description: 'What is remembered about a contact, newest first.',
      tag: 'notes',
      params,
      query: z.object(page),
      success: {
        status: 200,
        description: 'The notes.',
        schema: z.object({ data: z.array(Note), total: z.int() }).meta({ id: 'NoteList' }),
      },
      refusals: [404],
      handle({ params: { contactId }, query }) {
        entryOf(contacts, 'Contact', contactId);
        return pageOf([...notes.values()].filter((note) => note.contactId === contactId).toReversed(), query);
      },
    }),
    operation({
      operationId: 'addNote',
      method: 'post',
      path: '/contacts/{contactId}/notes',
      summary: 'Add a note to a contact',
      description: 'Writes down something about a contact.',
      tag: 'notes',
      params,
      body: NewNote,
      success: { status: 201, description: 'The new note.', schema: Note },
      refusals: [404],
      handle({ params: { contactId }, body: { text } }) {
        entryOf(contacts, 'Contact', contactId);
        const note: Note = { id: nextId('note'), contactId, text, createdAt: new Date(now()).toISOString() };
        notes.set(note.id, note);
        return note;
      },
    }),
  ];
}
