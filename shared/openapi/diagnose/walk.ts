import { asNode, cutText, isExtension, member, type DocumentNode } from '../document-node.ts';
import type { Problems } from '../problems.ts';
import { refOf, type References, type Resolved } from '../resolve-refs.ts';
import { repeated } from './repeated.ts';
import { createRuleAt } from './rule-at.ts';
import { familyOf, type ListRule, type MapRule, type ObjectRule, type Rule } from './rule.ts';
import { ROOT, Trail, type Place } from './trail.ts';
import type { Visit } from './visit.ts';

/** Deeper parts wait their turn, so that a deep document does not overflow the stack. */
const MAX_DEPTH = 100;

/** A part of the document, or of another file, that waits to be visited. */
interface Part extends Place {
  readonly value: unknown;
  readonly rule: Rule;
}

/** A document, and what it is held against. */
export interface WalkParts {
  readonly root: DocumentNode;
  readonly rootRule: Rule;
  readonly references: References;
  readonly problems: Problems;
  /** Objects and lists that are visited at most, counting those that several references of different kinds lead to. */
  readonly maxParts: number;
  /** Members that no rule knows are allowed, as in a version that is newer than the rules. */
  readonly isLenient: boolean;
  /** Names that may stand beside a reference although the rule does not know them. */
  readonly besideReferences: ReadonlySet<string>;
  /** One object may stand at several places, as a YAML alias makes it. */
  readonly mayShare: boolean;
}

/**
 * Visits every place that the rules know, once, and reports what does not fit. Nothing is built on the way: a pointer is
 * put together when there is a fault to point to. What a reference leads to is visited only where the walk would not come
 * by it anyway.
 */
export class Walk implements Visit {
  readonly references: References;
  readonly root: DocumentNode;
  readonly #parts: WalkParts;
  readonly #ruleAt: (pointer: string) => Rule | undefined;
  readonly #trail = new Trail();
  readonly #waiting: Part[] = [];
  /** Where references have led, and the last rule of those that led there. */
  readonly #reached = new Map<Resolved, Rule>();
  readonly #followed = new Map<Rule, Set<string>>();
  readonly #seen = new Map<object, Rule>();
  #left: number;

  constructor(parts: WalkParts) {
    this.#parts = parts;
    this.#ruleAt = createRuleAt(parts);
    this.references = parts.references;
    this.root = parts.root;
    this.#left = parts.maxParts;
  }

  run(): void {
    const { root, rootRule, problems } = this.#parts;
    this.#waiting.push({ value: root, rule: rootRule, ...ROOT });
    for (let part = this.#waiting.pop(); part && this.#left > 0; part = this.#waiting.pop()) {
      this.#trail.restart(part);
      this.#visit(part.value, part.rule);
    }
    if (this.#left <= 0) problems.add('TOO_LARGE', 'The document is too large to be checked to its end.', '');
  }

  fault(code: string, message: string, ...below: readonly (string | number)[]): void {
    const { problems } = this.#parts;
    if (!problems.hasRoom(code)) return;
    const { base, file } = this.#trail.placeOf(below);
    problems.add(code, file === undefined ? message : `${message} (in ${cutText(file, 200)})`, base);
  }

  #visit(value: unknown, rule: Rule): void {
    switch (rule.kind) {
      case 'any':
        return;
      case 'value':
        if (!rule.fits(value)) this.#misfit(value, rule, rule.says);
        return;
      case 'choice': {
        const chosen = rule.choose(value);
        if (chosen) this.#visit(value, chosen);
        else this.#misfit(value, rule, rule.says);
        return;
      }
      case 'list':
        if (!Array.isArray(value)) this.#misfit(value, rule, 'a list');
        else if (this.#mayEnter(value, rule)) this.#enterList(value, rule);
        return;
      case 'map': {
        const node = asNode(value);
        if (!node) this.#misfit(value, rule, 'an object');
        else if (this.#mayEnter(node, rule)) this.#enterMap(node, rule);
        return;
      }
      case 'object': {
        const node = asNode(value);
        if (node) {
          if (this.#mayEnter(node, rule)) this.#enterObject(node, rule);
        } else if (!rule.orFlag || typeof value !== 'boolean') this.#misfit(value, rule, rule.name);
      }
    }
  }

  #mayEnter(value: object, rule: Rule): boolean {
    this.#left -= 1;
    if (this.#left <= 0) return false;
    if (this.#trail.depth >= MAX_DEPTH) {
      this.#waiting.push({ value, rule, ...this.#trail.placeOf([]) });
      return false;
    }
    if (!this.#parts.mayShare) return true;
    if (this.#seen.get(value) === rule) return false;
    this.#seen.set(value, rule);
    return true;
  }

  #below(key: string | number, value: unknown, rule: Rule): void {
    this.#trail.down(key);
    this.#visit(value, rule);
    this.#trail.up();
  }

  #enterObject(node: DocumentNode, rule: ObjectRule): void {
    const { members } = rule;
    let isReference = false;
    let seen = 0;
    for (const key in node) {
      const known = members.get(key);
      const value = node[key];
      if (known !== undefined) {
        seen |= known.bit;
        const inner = known.rule;
        if (!isFitting(value, inner)) this.#below(key, value, inner);
      } else if (key === '$ref' && typeof value === 'string') {
        isReference = true;
        this.#follow(value, rule);
      } else if (!rule.isOpen) this.#otherMember(node, rule, key);
    }
    // What it needs is where the reference leads.
    if (isReference) return;
    const { requiredBits, exclusive, check } = rule;
    if ((seen & requiredBits) !== requiredBits) this.#checkRequired(node, rule);
    for (let at = 0; at < exclusive.length; at += 1) {
      const pair = exclusive[at];
      if (pair && (seen & pair.bits) === pair.bits) this.#twoOf(pair.names, rule);
    }
    if (check) check(node, this);
  }

  #checkRequired(node: DocumentNode, rule: ObjectRule): void {
    for (const name of rule.required) if (member(node, name) === undefined) this.#missing(name, rule);
  }

  #twoOf([one, other]: readonly [string, string], { name }: ObjectRule): void {
    this.fault('MEMBERS_EXCLUSIVE', `${capital(name)} may have "${one}" or "${other}", not both.`);
  }

  /** The whole document has no place to point to but the one that the member should have. */
  #missing(name: string, rule: ObjectRule): void {
    const below = rule === this.#parts.rootRule ? [name] : [];
    this.fault('MEMBER_MISSING', `${capital(rule.name)} needs "${name}".`, ...below);
  }

  /** One that no rule knows. */
  #otherMember(node: DocumentNode, rule: ObjectRule, key: string): void {
    const { isLenient, besideReferences } = this.#parts;
    if (isLenient || isExtension(key) || (besideReferences.has(key) && refOf(node) !== undefined)) return;
    this.fault('MEMBER_UNKNOWN', `"${cutText(key, 80)}" does not belong in ${rule.name}.`, key);
  }

  #enterMap(node: DocumentNode, rule: MapRule): void {
    let size = 0;
    for (const key in node) {
      if (rule.hasExtensions && isExtension(key)) continue;
      const value = node[key];
      if (key === '$ref' && typeof value === 'string') return this.#follow(value, rule);
      size += 1;
      if (rule.names?.fits(key) === false) this.fault(rule.names.code, rule.names.message, key);
      if (!isFitting(value, rule.item)) this.#below(key, value, rule.item);
    }
    if (size < rule.min) this.fault('EMPTY', 'This must have at least one entry.');
    rule.check?.(node, this);
  }

  #enterList(entries: readonly unknown[], rule: ListRule): void {
    const { item, identity } = rule;
    if (item.kind !== 'any') {
      for (let at = 0; at < entries.length; at += 1)
        if (!isFitting(entries[at], item)) this.#below(at, entries[at], item);
    }
    if (entries.length < rule.min) this.fault('EMPTY', 'This must have at least one entry.');
    if (!identity || entries.length < 2) return;
    for (const at of repeated(entries, identity))
      this.fault('REPEATED', 'This stands in the list already.', at);
  }

  /** A value that does not fit: a reference, which may stand for anything, or a fault. */
  #misfit(value: unknown, rule: Rule, says: string): void {
    const ref = refOf(asNode(value) ?? {});
    if (ref !== undefined) return this.#follow(ref, rule);
    const { key } = this.#trail;
    const what = typeof key === 'string' && key !== '' ? `"${cutText(key, 80)}"` : 'This entry';
    this.fault('VALUE_INVALID', `${what} must be ${says}.`);
  }

  #follow(ref: string, rule: Rule): void {
    const target = this.references.resolve(ref);
    // Most references name what others of the same kind have named before.
    if (this.#reached.get(target) === rule) return;
    if (!target.ok) {
      // A schema of Swagger 2.0 may be a reference; one to itself says nothing, and is a schema.
      const isIdle = target.code === 'CIRCULAR_REF' && rule.kind === 'object' && rule.isReference;
      return isIdle ? undefined : this.fault(target.code, target.message);
    }
    this.#reached.set(target, rule);
    let followed = this.#followed.get(rule);
    if (!followed) this.#followed.set(rule, (followed = new Set()));
    if (followed.has(target.ref)) return;
    followed.add(target.ref);
    const isInside = target.ref.startsWith('#');
    const home = isInside ? this.#ruleAt(target.ref.slice(1)) : undefined;
    if (home === rule) return;
    const { value } = target;
    const family = familyOf(rule);
    const homeFamily = familyOf(home);
    if (family === undefined || homeFamily === undefined) {
      const { base } = isInside ? { base: target.ref.slice(1) } : this.#trail.placeOf([]);
      this.#waiting.push({ value, rule, base, file: isInside ? undefined : target.ref });
    } else if (family !== homeFamily) {
      const message = `The reference "${cutText(ref, 120)}" leads to ${homeFamily}; this must be ${family}.`;
      this.fault('REF_KIND', message);
    }
  }
}

/** Whether there is nothing more to say of a value. Most are single ones, for which a visit would be too much. */
function isFitting(value: unknown, rule: Rule): boolean {
  return typeof value === rule.type || rule.kind === 'any' || (rule.kind === 'value' && rule.fits(value));
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
