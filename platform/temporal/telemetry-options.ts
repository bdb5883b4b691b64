/**
 * What a worker tells of itself: the native part's log through our logger, and metrics for Prometheus, the SDK's own
 * (`temporal_…`) and ours (`payment_…`), by the SDK's exporter. What there is, and what to alert on:
 * docs/operating/metrics.md.
 */
import type { RuntimeOptions } from '@temporalio/worker';

/** Milliseconds; a gateway answers within tens, and is given up after 65 s. Events wait for as long as Kafka is away. */
const CALL_BUCKETS = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 65_000];
const LAG_BUCKETS = [25, 50, 100, 250, 500, 1_000, 5_000, 30_000, 60_000, 300_000, 1_800_000, 3_600_000];

/**
 * The SDK's native part would write lines of its own format past our logger, and past its redaction.
 *
 * `metricsAddress`: host:port to listen on; null: nothing is measured.
 */
export function telemetryOptions(
  metricsAddress: string | null,
): NonNullable<RuntimeOptions['telemetryOptions']> {
  return {
    logging: { forward: {} },
    ...(metricsAddress !== null && {
      metrics: {
        prometheus: {
          bindAddress: metricsAddress,
          countersTotalSuffix: true,
          unitSuffix: true,
          histogramBucketOverrides: {
            payment_gateway_call_duration: CALL_BUCKETS,
            payment_outbox_lag: LAG_BUCKETS,
          },
        },
      },
    }),
  };
}
