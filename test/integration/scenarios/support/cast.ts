/** Who plays a row, and what goes wrong in which call. */
import type { Provider } from '../../../../domain/providers.ts';
import type { CallName } from '../../../../sandbox/simulator/faults.ts';
import type { Fault } from './faults.ts';

export type Cast = { readonly provider: Provider; readonly call: CallName; readonly fault: Fault };
