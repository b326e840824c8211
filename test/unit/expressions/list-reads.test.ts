import { listReads } from '../../../shared/expressions/list-reads.ts';

const reads = (expression: string): readonly string[] =>
  listReads(expression)
    .map(({ stepId, path }) => [stepId, ...path].join('/'))
    .toSorted();

test.each([
  ['steps.pet.owner.name', ['pet/owner/name']],
  ['$$.steps.pet.id', ['pet/id']],
  ['$.steps."a pet"."first name"', ['a pet/first name']],
  ['steps.pets.items[price > 5].name', ['pets/items/name', 'pets/items/price']],
  ['steps.pets.items[0].id', ['pets/items/id']],
  ['steps.pet.(name & owner.name)', ['pet/name', 'pet/owner/name']],
  ['($p := steps.pet; $p.name)', ['pet/name']],
  ['$map(steps.pets, function($one) { $one.id & $one.tag.name })', ['pets/id', 'pets/tag/name']],
  ['$filter(steps.pets, function($one) { $one.sold }).name', ['pets/name', 'pets/sold']],
  ['$sum(steps.orders.total) > 10 ? steps.a.b : steps.c', ['a/b', 'c', 'orders/total']],
  ['{"name": steps.pet.name, "all": [steps.x.y, 1]}', ['pet/name', 'x/y']],
  ['steps.pets^(>age).name', ['pets/age', 'pets/name']],
  ['steps.pets{kind: $count(id)}', ['pets/id', 'pets/kind']],
  [
    'steps.shop.loans@$loan.books[$loan.isbn = isbn].title',
    ['shop/books/isbn', 'shop/books/title', 'shop/loans/isbn'],
  ],
  ['steps.pet.*.deep', ['pet']],
  ['input.steps.pet.name', []],
  ['"steps.pet.name"', []],
  ['steps', []],
])('%s', (expression, expected) => {
  expect(reads(expression)).toEqual(expected);
});
