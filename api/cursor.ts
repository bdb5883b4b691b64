/** The place in a list, opaque to clients: (createdAt, paymentId) of the last payment they saw. */
import { z } from '@hono/zod-openapi';
import type { ListCursor } from './deps.ts';

export function encodeCursor({ createdAt, paymentId }: ListCursor): string {
  return Buffer.from(JSON.stringify([createdAt, paymentId]), 'utf8').toString('base64url');
}

/** Null for anything that `encodeCursor` did not write. */
export function decodeCursor(text: string): ListCursor | null {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const [createdAt, paymentId] = cursorSchema.parse(decoded);
    const cursor = { createdAt, paymentId };
    return encodeCursor(cursor) === text ? cursor : null;
  } catch {
    return null;
  }
}

const cursorSchema = z.tuple([z.iso.datetime({ precision: 3 }), z.string().regex(/^pay_[0-9a-f]{1,60}$/)]);
