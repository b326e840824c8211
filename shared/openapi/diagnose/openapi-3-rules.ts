import type { DocumentNode } from '../document-node.ts';
import type { Visit } from './visit.ts';
import { checkOwnSecurity } from './check-security.ts';
import { checkPaths } from './check-paths.ts';
import { infoRule, serverRule } from './info-rules.ts';
import { contentRules, type Version } from './content-rules.ts';
import { componentName, pathName, status3 } from './name-rules.ts';
import { any, flag, list, map, object, text, type Rule } from './rule.ts';
import { externalDocs, schema30, schema31 } from './schema-rules.ts';
import { securityScheme3 } from './security-scheme-rules.ts';
import { tags } from './shared-rules.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

const security = list(map(list(text)));

const made = new Map<number, Rule>();

/** A whole document of OpenAPI 3. */
export function openApi3(minor: number): Rule {
  let rule = made.get(minor);
  if (!rule) made.set(minor, (rule = documentRule({ minor, schema: minor === 0 ? schema30 : schema31 })));
  return rule;
}

function documentRule(version: Version): Rule {
  const { minor, schema } = version;
  const { content, header, parameter, example } = contentRules(version);
  const server = serverRule(minor);
  const servers = list(server);
  const link = object(
    'a link',
    () => ({
      operationId: text,
      operationRef: text,
      parameters: map(any),
      requestBody: any,
      description: text,
      server,
    }),
    {
      family: 'a link',
      exclusive: [['operationId', 'operationRef']],
      ...(minor === 0 ? {} : { check: checkLink }),
    },
  );
  const response = object(
    'a response',
    () => ({ description: text, headers: map(header), content, links: map(link) }),
    { family: 'a response', required: minor > 1 ? [] : ['description'] },
  );
  const requestBody = object('a request body', () => ({ description: text, content, required: flag }), {
    family: 'a request body',
    required: ['content'],
  });
  const parameters = list(parameter);
  const pathItem = object(
    'a path item',
    (self) => {
      const operation = object(
        'an operation',
        () => ({
          tags: list(text),
          summary: text,
          description: text,
          externalDocs,
          operationId: text,
          parameters,
          requestBody,
          responses: map(response, { names: status3, hasExtensions: true, min: 1 }),
          callbacks: map(callback(self)),
          deprecated: flag,
          security,
          servers,
        }),
        { family: 'an operation', required: minor === 0 ? ['responses'] : [] },
      );
      return {
        ...Object.fromEntries(METHODS.map((method) => [method, operation])),
        summary: text,
        description: text,
        servers,
        parameters,
      };
    },
    { family: 'a path item' },
  );
  const components = object('the components', () => ({
    schemas: named(schema),
    responses: named(response),
    parameters: named(parameter),
    examples: named(example),
    requestBodies: named(requestBody),
    headers: named(header),
    securitySchemes: named(securityScheme3({ hasMutualTls: minor > 0 })),
    links: named(link),
    callbacks: named(callback(pathItem)),
    ...(minor > 0 ? { pathItems: named(pathItem) } : {}),
  }));
  return object(
    'the document',
    () => ({
      openapi: any,
      info: infoRule(minor),
      servers,
      paths: map(pathItem, { names: pathName, hasExtensions: true, check: checkPaths }),
      components,
      security,
      tags,
      externalDocs,
      ...(minor > 0 ? { webhooks: map(pathItem), jsonSchemaDialect: text } : {}),
    }),
    { required: ['info', ...(minor === 0 ? ['paths'] : [])], check: checkOwnSecurity },
  );
}

/** What a link leads to is named in one way or the other. */
function checkLink(link: DocumentNode, visit: Visit): void {
  if (link['operationId'] === undefined && link['operationRef'] === undefined)
    visit.fault('MEMBER_MISSING', 'A link needs "operationId" or "operationRef".');
}

function callback(pathItem: Rule): Rule {
  return map(pathItem, { hasExtensions: true });
}

function named(rule: Rule): Rule {
  return map(rule, { names: componentName });
}
