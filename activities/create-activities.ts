/** All activities by the name they have in histories: a name is never changed. */
import { createDbCreatePayment } from './db-create-payment.ts';
import { createDbLoadPayment } from './db-load-payment.ts';
import { createDbWriteChange } from './db-write-change.ts';
import type { ActivityDeps } from './deps.ts';
import { createGatewayCancel } from './gateway-cancel.ts';
import { createGatewayCloseAccount } from './gateway-close-account.ts';
import { createGatewayConfirm } from './gateway-confirm.ts';
import { createGatewayReconcile } from './gateway-reconcile.ts';
import { createGatewayRetrieve } from './gateway-retrieve.ts';
import { createKafkaPublishEvents } from './kafka-publish-events.ts';
import { createTemporalResumeOutstanding } from './temporal-resume-outstanding.ts';

export type Activities = ReturnType<typeof createActivities>;

export function createActivities(deps: ActivityDeps) {
  return {
    dbCreatePayment: createDbCreatePayment(deps),
    dbLoadPayment: createDbLoadPayment(deps),
    dbWriteChange: createDbWriteChange(deps),
    gatewayRetrieve: createGatewayRetrieve(deps),
    gatewayConfirm: createGatewayConfirm(deps),
    gatewayCancel: createGatewayCancel(deps),
    gatewayCloseAccount: createGatewayCloseAccount(deps),
    gatewayReconcile: createGatewayReconcile(deps),
    kafkaPublishEvents: createKafkaPublishEvents(deps),
    temporalResumeOutstanding: createTemporalResumeOutstanding(deps),
  };
}
