/**
 * Names that one object of a JSON text gives twice. `JSON.parse` keeps the last and others the first (RFC 8259, 4), so
 * what a proxy has checked need not be what is done here: such a body is refused (as RFC 7493, I-JSON, does).
 */
import { containsCardNumber } from '../../domain/card-number.ts';
import { type Fault, pointerTo } from './faults.ts';

/** Of a text that `JSON.parse` has taken. Walks without recursion: brackets alone must not exhaust the stack. */
export function findDuplicateNames(text: string): readonly Fault[] {
  const pointers = new Set<string>();
  const open: Container[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(TOKENS)) {
    const container = open.at(-1);
    if (token === '{') open.push({ names: new Set(), at: '' });
    else if (token === '[') open.push({ names: null, at: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') {
      if (typeof container?.at === 'number') container.at += 1;
    } else if (token === ':') {
      if (container?.names) enter(container, lastString);
      if (container?.isTwice === true) pointers.add(pointerOf(open));
    } else lastString = token;
  }
  return [...pointers].map((pointer) => ({ pointer, code: 'DUPLICATE' }));
}

type Container = {
  /** Null of a list. */
  readonly names: Set<string> | null;
  /** The member that is being read. */
  at: string | number;
  isTwice?: boolean;
};

/** Strings whole, so that no bracket in one counts; numbers and words say nothing here. */
const TOKENS = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"/g;

function enter(container: Container, quoted: string): void {
  const name = String(JSON.parse(quoted));
  container.isTwice = container.names?.has(name) ?? false;
  container.names?.add(name);
  container.at = name;
}

/** Up to a depth, and not further than a name that must not be repeated to anybody. */
function pointerOf(open: readonly Container[]): string {
  const path = open.slice(0, MAX_POINTER_DEPTH).map(({ at }) => at);
  const end = path.findIndex((part) => typeof part === 'string' && containsCardNumber(part));
  return pointerTo(...(end === -1 ? path : path.slice(0, end)));
}

const MAX_POINTER_DEPTH = 8;
