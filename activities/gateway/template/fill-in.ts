/**
 * Marks what a copy of this folder has left to fill in, with an answer that is safe meanwhile. A copy deletes this file:
 * then the compiler names every file in which something is left.
 */
export function fillIn<Safe>(_what: string, safe: Safe): Safe {
  return safe;
}
