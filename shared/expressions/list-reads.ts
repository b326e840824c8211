import jsonata from 'jsonata';

type Path = readonly string[];
type Node = Readonly<Record<string, unknown>>;
type Variables = Map<string, Path | undefined>;

/** Functions whose result is made of members of their first argument. */
const SELECTING = new Set(['filter', 'single', 'sort', 'reverse', 'distinct', 'shuffle', 'append']);

/**
 * The paths that a JSONata expression reads of what it is given, as far as they are written in it: names, filters,
 * variables, and the functions over lists. Positions in lists are left out, and so is what is only passed on the way to
 * something else. What is looked up by a computed name is not found. Nothing is evaluated. Throws what JSONata throws
 * where the expression cannot be read.
 */
export function listReads(expression: string): readonly (readonly string[])[] {
  const reader = new Reader();
  reader.read(asNode(jsonata(expression).ast()), [], new Map());
  const paths = [...reader.found.values()];
  return paths.filter(
    (whole) =>
      !paths.some((other) => other.length > whole.length && whole.every((name, at) => other[at] === name)),
  );
}

class Reader {
  readonly found = new Map<string, Path>();

  /** Notes what a node reads; answers where its value comes from, where that is known. */
  read(node: Node | undefined, context: Path | undefined, variables: Variables): Path | undefined {
    switch (node?.['type']) {
      case 'path':
        return this.#path(node, context, variables);
      case 'name':
        return this.#note(context && [...context, String(node['value'])]);
      case 'variable':
        return this.#variable(node, context, variables);
      case 'bind': {
        const value = this.read(asNode(node['rhs']), context, variables);
        variables.set(String(asNode(node['lhs'])?.['value']), value);
        return value;
      }
      case 'block':
        return this.#all(node['expressions'], context, new Map(variables)).at(-1);
      case 'function':
        return this.#call(node, context, variables);
      default:
        this.#parts(node, context, variables);
        return undefined;
    }
  }

  #path(node: Node, context: Path | undefined, variables: Variables): Path | undefined {
    let at = context;
    for (const step of asNodes(node['steps'])) {
      if (step['type'] === 'sort') {
        for (const term of asNodes(step['terms'])) this.read(asNode(term['expression']), at, variables);
        continue;
      }
      const next = this.read(step, at, variables);
      for (const stage of [...asNodes(step['stages']), ...asNodes(step['predicate'])])
        this.read(asNode(stage['expr']), next, variables);
      // `@$name` keeps what it finds in a variable and stays where it is.
      if (typeof step['focus'] === 'string') variables.set(step['focus'], next);
      else at = next;
    }
    this.#parts(asNode(node['group']), at, variables);
    return at;
  }

  #variable(node: Node, context: Path | undefined, variables: Variables): Path | undefined {
    if (node['value'] === '') return context;
    return node['value'] === '$' ? [] : variables.get(String(node['value']));
  }

  /** A function over a list hands each item to the function that it is given. */
  #call(node: Node, context: Path | undefined, variables: Variables): Path | undefined {
    const given = asNodes(node['arguments']);
    const [list] = given.map((argument) =>
      argument['type'] === 'lambda' ? undefined : this.read(argument, context, variables),
    );
    for (const lambda of given.filter((argument) => argument['type'] === 'lambda')) {
      const [item] = asNodes(lambda['arguments']);
      const inner = new Map(variables);
      if (item) inner.set(String(item['value']), list);
      this.read(asNode(lambda['body']), context, inner);
    }
    return SELECTING.has(String(asNode(node['procedure'])?.['value'])) ? list : undefined;
  }

  /** Every other kind of node reads what its parts read. */
  #parts(node: Node | undefined, context: Path | undefined, variables: Variables): void {
    for (const part of Object.values(node ?? {})) {
      if (Array.isArray(part)) this.#all(part.flat(), context, variables);
      else this.read(asNode(part), context, variables);
    }
  }

  #all(nodes: unknown, context: Path | undefined, variables: Variables): readonly (Path | undefined)[] {
    return asNodes(nodes).map((part) => this.read(part, context, variables));
  }

  #note(path: Path | undefined): Path | undefined {
    if (path) this.found.set(path.join('\n'), path);
    return path;
  }
}

function asNode(value: unknown): Node | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function asNodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.map(asNode).filter((node) => node !== undefined) : [];
}
