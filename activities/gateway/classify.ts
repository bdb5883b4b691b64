/**
 * A gateway's error codes as a table: what each one means for the money, and where that is written. Looked up by code
 * alone, since HTTP numbers differ between a gateway's pages and its answers; what is not listed means nothing certain.
 */
export type Classification<Verdict extends string> = { readonly verdict: Verdict; readonly source: string };

export type ErrorTable<Verdict extends string> = Readonly<Record<string, Classification<Verdict>>>;

/** Rows of one verdict and one source, by their codes. */
export function rows<const Verdict extends string>(
  verdict: Verdict,
  source: string,
  codes: readonly string[],
): ErrorTable<Verdict> {
  return Object.fromEntries(codes.map((code) => [code, { verdict, source }]));
}

/** The entry of a table that is keyed by foreign text: `toString` is no entry. */
export function lookUp<Entry>(
  table: Readonly<Record<string, Entry>>,
  key: string | null | undefined,
): Entry | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}
