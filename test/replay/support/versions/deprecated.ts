/** The patch on its way out: the new way for everybody, and markers of it are still understood. */
import { deprecatePatch } from '@temporalio/workflow';

export function resolvesAccounts(): boolean {
  deprecatePatch('resolves-accounts');
  return true;
}
