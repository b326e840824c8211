import { checkScope } from './check-definition.ts';
import { Machine, type MachineType } from './definition.ts';

/** A state machine that AWS, or the laptop cloud, would not take; each problem names the place and the reason. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Invalid state machine definition: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/**
 * Reads a state machine and checks all that can be known before it runs: fields, transitions, expressions, variable
 * scopes, integrations.
 * @throws DefinitionError
 */
export function parseDefinition({ text, type }: { text: string; type: MachineType }): Machine {
  const parsed = Machine.safeParse(readJson(text));
  if (!parsed.success) {
    throw new DefinitionError(
      parsed.error.issues.map((issue) =>
        issue.path.at(-1) === 'QueryLanguage'
          ? `${place(issue.path)}: only JSONata state machines run on the laptop cloud ("QueryLanguage": "JSONata")`
          : `${place(issue.path)}: ${issue.message}`,
      ),
    );
  }
  const problems = checkScope({ scope: parsed.data, type });
  if (problems.length > 0) throw new DefinitionError(problems);
  return parsed.data;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DefinitionError(['it is not JSON']);
  }
}

function place(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the machine' : path.map(String).join('.');
}
