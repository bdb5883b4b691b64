/** What the worker bundles: every exported name is a workflow type, stored in histories, never renamed. */
export { paymentWorkflow } from './payment.ts';
export { reconcileWorkflow } from './reconcile.ts';
export { sweepWorkflow } from './sweep.ts';
