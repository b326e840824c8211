import { asNode, member } from '../document-node.ts';
import { list, object, text } from './rule.ts';
import { externalDocs } from './schema-rules.ts';

export const contact = object('the contact', () => ({ name: text, url: text, email: text }));

/** Tags of the document; each name stands once. */
export const tags = list(
  object('a tag', () => ({ name: text, description: text, externalDocs }), { required: ['name'] }),
  { identity: (entry) => member(asNode(entry), 'name') },
);
