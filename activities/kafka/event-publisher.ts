/** The broker as the activities see it, so that the client library behind it can be replaced. */
import type { OutboxEvent } from '../../db/stores/outbox.ts';

export type EventPublisher = {
  /** Resolves when every in-sync replica has the event; rejects when that is not known. Safe to call again. */
  publish(event: OutboxEvent): Promise<void>;
  close(): Promise<void>;
};
