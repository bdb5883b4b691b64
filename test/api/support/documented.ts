/** Every answer in these tests is held against the OpenAPI document: what is not documented there fails the test. */
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { openApiDocument } from '../../../api/openapi-document.ts';

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        responses: z.record(
          z.string(),
          z.object({
            headers: z.record(z.string(), z.unknown()).optional(),
            content: z.record(z.string(), z.unknown()),
          }),
        ),
      }),
    ),
  ),
});

const document = openApiDocument();
const { paths } = documentSchema.parse(document);
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const schema: AnySchema = { ...document };
ajv.addSchema(schema, 'document');

export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly response: Response;
  readonly text: string;
};

/** Answers of routes that are not in the document (unknown ones, pages) only have to be problems, if errors. */
export function expectDocumented({ method, path, response, text }: Exchange): void {
  const operation = operationOf(method, path);
  if (operation === undefined) return;
  const { pattern, responses } = operation;
  const status = String(response.status);
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (responses[status]?.content[mediaType] === undefined) {
    throw new Error(`${method} ${pattern} does not document ${status} as ${mediaType}: ${text}`);
  }
  const pointer = [
    'paths',
    pattern,
    method.toLowerCase(),
    'responses',
    status,
    'content',
    mediaType,
    'schema',
  ];
  const check = ajv.getSchema(`document#/${pointer.map(escape).join('/')}`);
  if (check === undefined) throw new Error(`No schema for ${method} ${pattern} ${status}`);
  if (check(JSON.parse(text)) !== true) {
    throw new Error(
      `${method} ${pattern} ${status} is not as documented: ${ajv.errorsText(check.errors)}: ${text}`,
    );
  }
}

function operationOf(method: string, path: string) {
  const [pathname = ''] = path.split('?');
  const patterns = Object.keys(paths).toSorted(
    (left, right) => left.split('{').length - right.split('{').length,
  );
  const pattern = patterns.find(
    (candidate) => matches(candidate, pathname) && paths[candidate]?.[method.toLowerCase()],
  );
  const operation = pattern === undefined ? undefined : paths[pattern]?.[method.toLowerCase()];
  return pattern === undefined || operation === undefined ? undefined : { pattern, ...operation };
}

function matches(pattern: string, pathname: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
}

function escape(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
}
