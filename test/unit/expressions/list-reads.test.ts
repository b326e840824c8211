import { listReads } from '../../../shared/expressions/list-reads.ts';

const reads = (expression: string): string =>
  listReads(expression)
    .map((path) => path.join('/'))
    .toSorted()
    .join(' ');

test.each([
  ['steps.pet.owner.name', 'steps/pet/owner/name'],
  ['$$.steps.pet.id', 'steps/pet/id'],
  ['$.steps.pet."first-name"', 'steps/pet/first-name'],
  ['steps.pets.items[price > 5].name', 'steps/pets/items/name steps/pets/items/price'],
  ['steps.pets.items[0].id', 'steps/pets/items/id'],
  ['steps.pet.(name & owner.name)', 'steps/pet/name steps/pet/owner/name'],
  ['($p := steps.pet; $p.name)', 'steps/pet/name'],
  ['$map(steps.pets, function($one) { $one.id & $one.tag.name })', 'steps/pets/id steps/pets/tag/name'],
  ['$filter(steps.pets, function($one) { $one.sold }).name', 'steps/pets/name steps/pets/sold'],
  ['$sum(steps.orders.total) > 10 ? steps.a.b : steps.c', 'steps/a/b steps/c steps/orders/total'],
  ['{"name": steps.pet.name, "all": [steps.x.y, 1]}', 'steps/pet/name steps/x/y'],
  ['steps.pets^(>age).name', 'steps/pets/age steps/pets/name'],
  ['steps.pets{kind: $count(id)}', 'steps/pets/id steps/pets/kind'],
  [
    'steps.shop.loans@$loan.books[$loan.isbn = isbn].title',
    'steps/shop/books/isbn steps/shop/books/title steps/shop/loans/isbn',
  ],
  ['steps.pet.*.deep', 'steps/pet'],
  ['input.steps.pet.name', 'input/steps/pet/name'],
  ['item.id & index', 'index item/id'],
  ['"steps.pet.name"', ''],
])('%s', (expression, expected) => {
  expect(reads(expression)).toBe(expected);
});
