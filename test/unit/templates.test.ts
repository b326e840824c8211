import * as fc from 'fast-check';
import { AppError } from '../../shared/domain/errors.ts';
import { listReferences, parseTemplate, resolveTemplates } from '../../shared/domain/templates.ts';

const scope = {
  input: { name: 'Ada', list: [1, 2] },
  steps: { get_customer: { id: 7, 'odd.name': true, none: null, tags: ['a'] }, find_pets: [{ name: 'Rex' }] },
};

describe('resolveTemplates', () => {
  it.each([
    ['{{steps.get_customer.id}}', 7],
    ['{{steps.Get Customer.id}}', 7],
    ['{{ steps.find_pets[0].name }}', 'Rex'],
    ['{{steps.get_customer["odd.name"]}}', true],
    ["{{steps['Get Customer'].tags}}", ['a']],
    ['{{input.list[1]}}', 2],
    ['{{input}}', { name: 'Ada', list: [1, 2] }],
    ['Hi {{input.name}}, {{steps.get_customer.none}}!', 'Hi Ada, !'],
    ['all: {{input.list}}', 'all: [1,2]'],
    ['no template { }', 'no template { }'],
    ['', ''],
  ])('%s', (template, expected) => {
    expect(resolveTemplates(template, scope)).toEqual(expected);
  });

  it('walks lists and objects and leaves other values alone', () => {
    const value = { a: ['{{input.name}}', 3], b: { c: null } };
    expect(resolveTemplates(value, scope)).toEqual({ a: ['Ada', 3], b: { c: null } });
  });

  it.each([
    ['{{steps.nobody.id}}', 'nobody'],
    ['{{steps.get_customer.age}}', 'get_customer.age'],
    ['{{input.toString}}', 'input.toString'],
    ['{{input.__proto__}}', '__proto__'],
    ['{{steps.get_customer.constructor.name}}', 'constructor'],
    ['{{input["__proto__"].polluted}}', '__proto__'],
    ['{{secrets.key}}', 'secrets.key'],
    ['{{input..x}}', 'input..x'],
    ['{{steps}}', 'steps'],
  ])('refuses %s and names it', (template, named) => {
    const attempt = () => resolveTemplates(`x ${template}`, scope);
    expect(attempt).toThrow(AppError);
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'STEP_INPUT_INVALID', message: expect.stringContaining(named) }),
    );
  });

  it('does not expand what a value holds', () => {
    const outer = { input: { x: '{{input.secret}}', secret: 's' }, steps: {} };
    expect(resolveTemplates('{{input.x}}', outer)).toBe('{{input.secret}}');
    expect(resolveTemplates('say {{input.x}}', outer)).toBe('say {{input.secret}}');
  });
});

describe('parseTemplate', () => {
  it('keeps every character of any text outside the braces', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parts = parseTemplate(text).map((part) => (part.kind === 'text' ? part.text : ''));
        expect(text.replace(/\{\{.*?\}\}/gs, '')).toBe(parts.join(''));
      }),
    );
  });

  it('lists references in order, with normalised step ids', () => {
    const found = listReferences({ a: '{{input.x}} {{steps.Find Pets[2].id}}', b: ['{{bad}}'] });
    expect(found.map(({ root, stepId, path }) => [root, stepId, path])).toEqual([
      ['input', undefined, ['x']],
      ['steps', 'find_pets', [2, 'id']],
    ]);
  });
});
