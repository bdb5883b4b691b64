/** What it takes to read and write payments: the tables, and the keys of their encrypted columns. */
import type { KeyRing } from '../platform/crypto/key-ring.ts';
import type { Database } from './orm.ts';

export type Records = { readonly database: Database; readonly keyRing: KeyRing };
