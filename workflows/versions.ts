/**
 * What the workflows have done only since a certain release, each by a name: payments that passed the place before go on
 * as they began. Nothing but this file calls `patched` or `deprecatePatch`, and no id is ever used twice. How one comes,
 * and how it goes again: docs/internals/workflow-changes.md.
 */
import { patched } from '@temporalio/workflow';

/** An account that the gateway neither closes nor tells about may be resolved by an operator; before, that was refused. */
export function resolvesAccounts(): boolean {
  return patched('resolves-accounts');
}
