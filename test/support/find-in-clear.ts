/** Looks for a value in files, byte by byte, in every form in which a program might have written it down. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** `<label> in <file>`, for each that is found. */
export function findInClear(folder: string, values: Readonly<Record<string, string>>): readonly string[] {
  const wanted = Object.entries(values).flatMap(([label, value]) =>
    formsOf(value).map(({ form, bytes }) => ({ label: `${label} (${form})`, bytes })),
  );
  return filesIn(folder).flatMap((path) => {
    const content = contentOf(path);
    return wanted.filter(({ bytes }) => content.includes(bytes)).map(({ label }) => `${label} in ${path}`);
  });
}

/** A database at work takes files away while they are looked for. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** In a text that a client got, say. */
export function isInClear(text: string, value: string): boolean {
  const content = Buffer.from(text);
  return formsOf(value).some(({ bytes }) => content.includes(bytes));
}

type Form = { readonly form: string; readonly bytes: Buffer };

function formsOf(value: string): readonly Form[] {
  const texts: readonly (readonly [string, string])[] = [
    ['as it is', value],
    ['URL-encoded', encodeURIComponent(value)],
    ['as JSON in ASCII', asciiJson(value)],
    ['hexadecimal', Buffer.from(value).toString('hex')],
    ...[0, 1, 2].map((shift) => [`base64, shifted by ${shift}`, base64Core(value, shift)] as const),
  ];
  const forms = texts.map(([form, text]) => ({ form, bytes: Buffer.from(text) }));
  const all = [...forms, { form: 'UTF-16', bytes: Buffer.from(value, 'utf16le') }];
  return all.filter(({ bytes }, index) => all.findIndex((other) => other.bytes.equals(bytes)) === index);
}

function asciiJson(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What of its base64 does not depend on the bytes around it, when so many precede it in its group of three. */
function base64Core(value: string, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)])
    .toString('base64')
    .replace(/=+$/, '');
  return encoded.slice(shift === 0 ? 0 : 4, -4);
}

function filesIn(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return stat.isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [];
}
