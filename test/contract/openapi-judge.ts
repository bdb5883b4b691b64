/**
 * An OpenAPI document as a judge: is this request, is this answer, one that it describes? Properties that it does not
 * describe are a fault too, so that neither side invents any.
 */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';

const schemaSchema = z.record(z.string(), z.unknown());

const contentSchema = z.object({
  content: z.object({ 'application/json': z.object({ schema: schemaSchema }) }),
});

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z
          .array(
            z.object({
              name: z.string(),
              in: z.enum(['path', 'query', 'header']),
              /** A parameter that is JSON itself. */
              content: contentSchema.shape.content.optional(),
            }),
          )
          .default([]),
        requestBody: contentSchema.extend({ required: z.boolean().default(true) }).optional(),
        responses: z.record(z.string(), contentSchema),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

export type Exchange = {
  method: string;
  /** Below the API's root, with its query. */
  path: string;
  requestHeaders: Record<string, string>;
  requestBody: unknown;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: unknown;
};

export type Judge = {
  /** What of it the document does not describe; empty when all is well. */
  faultsOf(exchange: Exchange): string[];
  /** Every call of the document, and the tags of the errors that it may answer with. */
  errorsByCall(tag: string): [call: string, tags: string[]][];
  /** The values that the document allows for a union's tag. */
  tagsOf(union: string, tag: string): string[];
  /** The values that the document allows for a schema's property. */
  valuesOf(schema: string, property: string): string[];
};

/** The document in this folder. */
export function openDocument(fileName: string): Judge {
  const document = documentSchema.parse(JSON.parse(readFileSync(new URL(fileName, import.meta.url), 'utf8')));
  const judge = createSchemaJudge(document);
  return {
    faultsOf: (exchange) => faultsOf(document, judge, exchange),
    errorsByCall: (tag) => errorsByCall(document, tag),
    tagsOf: (union, tag) => tagsOf(document, union, tag),
    valuesOf: (schema, property) =>
      z
        .object({ properties: z.record(z.string(), z.object({ enum: z.array(z.string()).optional() })) })
        .parse(document.components.schemas[schema]).properties[property]?.enum ?? [],
  };
}

type Document = z.infer<typeof documentSchema>;
type SchemaJudge = (name: string, schema: object, value: unknown) => string[];

function faultsOf(document: Document, judge: SchemaJudge, exchange: Exchange): string[] {
  const { method, path, requestBody, status, responseBody } = exchange;
  const url = new URL(path, 'http://api');
  const found = operationOf(document, method, url.pathname);
  if (!found) return [`${method} ${url.pathname} is not in the document`];
  const { name, operation } = found;
  const queries = operation.parameters.flatMap((parameter) =>
    parameter.in === 'query' ? [parameter.name] : [],
  );
  const strangers = [...url.searchParams.keys()].filter((key) => !queries.includes(key));
  const response = operation.responses[`${status}`];
  return [
    ...strangers.map((key) => `query parameter ${key} is not in the document`),
    ...operation.parameters.flatMap(({ name: query, content }) => {
      const text = url.searchParams.get(query);
      return content === undefined || text === null
        ? []
        : judge(`${name} ${query}`, schemaOf({ content }), JSON.parse(text));
    }),
    ...(operation.requestBody && (operation.requestBody.required || requestBody !== undefined)
      ? judge(`${name} request`, schemaOf(operation.requestBody), requestBody)
      : []),
    ...(operation.requestBody === undefined && requestBody !== undefined
      ? ['a body is not in the document']
      : []),
    ...(response
      ? judge(`${name} ${status}`, schemaOf(response), responseBody)
      : [`status ${status} is not in the document`]),
  ];
}

function errorsByCall(document: Document, tag: string): [string, string[]][] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { responses }]): [string, string[]] => {
      const errors = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      const unions = errors.map(
        ([, response]) => z.object({ $ref: z.string() }).parse(schemaOf(response)).$ref,
      );
      const tags = unions.flatMap(($ref) => tagsOf(document, nameIn($ref), tag));
      return [`${method.toUpperCase()} ${path}`, [...new Set(tags)]];
    }),
  );
}

function nameIn($ref: string): string {
  return $ref.split('/').at(-1) ?? '';
}

function tagsOf(document: Document, union: string, tag: string): string[] {
  const branches = z
    .object({ oneOf: z.array(z.object({ $ref: z.string() })) })
    .parse(document.components.schemas[union]);
  const branchSchema = z.object({
    properties: z.record(z.string(), z.object({ enum: z.array(z.string()).optional() })),
  });
  return branches.oneOf.flatMap(({ $ref }) => {
    const branch = branchSchema.parse(document.components.schemas[nameIn($ref)]);
    return branch.properties[tag]?.enum ?? [];
  });
}

function operationOf(document: Document, method: string, pathname: string) {
  for (const [template, operations] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const operation = operations[method.toLowerCase()];
    if (operation && pattern.test(pathname)) return { name: `${method} ${template}`, operation };
  }
  return undefined;
}

function schemaOf(content: z.infer<typeof contentSchema>): object {
  return content.content['application/json'].schema;
}

function createSchemaJudge(document: Document): SchemaJudge {
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
  formats.default(ajv);
  ajv.addVocabulary(['components']);
  const closedSchemas = Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, schema]) => [
      name,
      'properties' in schema ? { ...schema, additionalProperties: false } : schema,
    ]),
  );
  const validators = new Map<string, ValidateFunction>();
  return (name, schema, value) => {
    const known = validators.get(name) ?? ajv.compile({ ...schema, components: { schemas: closedSchemas } });
    validators.set(name, known);
    if (known(value)) return [];
    return (known.errors ?? []).map(
      ({ instancePath, message, params }) => `${name}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
