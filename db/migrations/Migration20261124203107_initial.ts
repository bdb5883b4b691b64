/** The first schema, generated from db/entities by `npm run migration -- initial`. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124203107_initial extends Migration {
  override name = 'Migration20261124203107_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "payment" ("payment_id" text not null, "user_id" text not null, "idempotency_key_hash" text null, "request_hash" text not null, "order_id" text not null, "order_name" text not null, "items" jsonb not null, "amount" bigint not null, "currency" text not null, "method_type" text not null, "method" jsonb not null, "provider" text not null, "status" text not null, "version" int not null, "pg_transaction_id" text null, "held_amount" bigint null, "held_currency" text null, "decline" jsonb null, "failure_code" text null, "attention" text null, "customer_jwe" text null, "metadata" jsonb not null, "checkout" jsonb not null, "event_sequence" int not null, "published_sequence" int not null, "created_at" timestamptz(3) not null, "updated_at" timestamptz(3) not null, "expires_at" timestamptz(3) not null, "approved_at" timestamptz(3) null, primary key ("payment_id"));`,
    );
    this.addSql(
      `create index "payment_mine_index" on "payment" ("user_id", "created_at" desc, "payment_id" desc);`,
    );
    this.addSql(
      `create index "payment_unpublished_index" on "payment" ("updated_at") where event_sequence > published_sequence;`,
    );
    this.addSql(
      `create index "payment_open_index" on "payment" ("updated_at") where status in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT');`,
    );
    this.addSql(
      `alter table "payment" add constraint "payment_idempotency_key_unique" unique ("user_id", "idempotency_key_hash");`,
    );
    this.addSql(
      `alter table "payment" add constraint "payment_pg_transaction_unique" unique ("provider", "pg_transaction_id");`,
    );
    this.addSql(
      `create unique index "payment_live_order_unique" on "payment" ("user_id", "order_id") where status in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT', 'PAID', 'PARTIALLY_CANCELLED');`,
    );

    this.addSql(
      `create table "outbox_event" ("id" text not null, "aggregatetype" text not null, "aggregateid" text not null, "type" text not null, "payload" jsonb not null, "sequence" int not null, "occurred_at" timestamptz(3) not null, "published_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(
      `alter table "outbox_event" add constraint "outbox_event_sequence_unique" unique ("aggregateid", "sequence");`,
    );

    this.addSql(
      `create table "cancellation" ("cancellation_id" text not null, "payment_id" text not null, "idempotency_key_hash" text null, "request_hash" text null, "amount" bigint not null, "reason" text not null, "origin" text not null, "status" text not null, "pg_cancellation_id" text null, "refusal" jsonb null, "first_sent_at" timestamptz(3) null, "requested_at" timestamptz(3) not null, "settled_at" timestamptz(3) null, primary key ("cancellation_id"));`,
    );
    this.addSql(`create index "cancellation_payment_index" on "cancellation" ("payment_id");`);
    this.addSql(
      `alter table "cancellation" add constraint "cancellation_idempotency_key_unique" unique ("payment_id", "idempotency_key_hash");`,
    );
    this.addSql(
      `alter table "cancellation" add constraint "cancellation_pg_unique" unique ("payment_id", "pg_cancellation_id");`,
    );
    this.addSql(
      `create unique index "cancellation_in_flight_unique" on "cancellation" ("payment_id") where status = 'REQUESTED';`,
    );

    this.addSql(
      `create table "payment_transition" ("payment_id" text not null, "transition_id" text not null, "from_status" text null, "to_status" text not null, "version" int not null, "occurred_at" timestamptz(3) not null, primary key ("payment_id", "transition_id"));`,
    );
    this.addSql(
      `alter table "payment_transition" add constraint "payment_transition_version_unique" unique ("payment_id", "version");`,
    );

    this.addSql(
      `alter table "payment" add constraint "payment_amount_check" check (amount >= 1 and amount <= 1000000000000);`,
    );
    this.addSql(
      `alter table "payment" add constraint "payment_status_check" check (status in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT', 'PAID', 'PARTIALLY_CANCELLED', 'CANCELLED', 'FAILED', 'EXPIRED'));`,
    );
    this.addSql(`alter table "payment" add constraint "payment_version_check" check (version >= 1);`);
    this.addSql(
      `alter table "payment" add constraint "payment_held_check" check ((held_amount is null) = (held_currency is null) and held_amount >= 0);`,
    );
    this.addSql(
      `alter table "payment" add constraint "payment_paid_check" check (status in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT', 'CANCELLED', 'FAILED', 'EXPIRED') or (pg_transaction_id is not null and approved_at is not null and held_amount = amount and held_currency = currency));`,
    );
    this.addSql(
      `alter table "payment" add constraint "payment_sequence_check" check (published_sequence >= 0 and published_sequence <= event_sequence);`,
    );
    this.addSql(`create or replace function "payment_payment_legal_move_fn"() returns trigger as \$\$ begin if old.status <> new.status and (old.status, new.status) not in (('READY', 'CONFIRMING'), ('READY', 'WAITING_FOR_DEPOSIT'), ('READY', 'PAID'), ('READY', 'CANCELLED'), ('READY', 'FAILED'), ('READY', 'EXPIRED'), ('CONFIRMING', 'READY'), ('CONFIRMING', 'WAITING_FOR_DEPOSIT'), ('CONFIRMING', 'PAID'), ('CONFIRMING', 'CANCELLED'), ('CONFIRMING', 'FAILED'), ('CONFIRMING', 'EXPIRED'), ('WAITING_FOR_DEPOSIT', 'PAID'), ('WAITING_FOR_DEPOSIT', 'CANCELLED'), ('WAITING_FOR_DEPOSIT', 'FAILED'), ('WAITING_FOR_DEPOSIT', 'EXPIRED'), ('PAID', 'PARTIALLY_CANCELLED'), ('PAID', 'CANCELLED'), ('PARTIALLY_CANCELLED', 'CANCELLED')) then
  raise exception 'payment % may not move from % to %', old.payment_id, old.status, new.status
    using errcode = 'check_violation', constraint = 'payment_legal_move'; end if; if (select coalesce(sum(amount), 0) from cancellation where payment_id = new.payment_id and status <> 'FAILED') > coalesce(new.held_amount, 0) then
  raise exception 'payment % would hold less than was cancelled', new.payment_id
    using errcode = 'check_violation', constraint = 'payment_held_covers_cancelled'; end if; return new; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "payment_legal_move" BEFORE UPDATE on "payment" for each ROW execute function "payment_payment_legal_move_fn"();`,
    );

    this.addSql(
      `alter table "outbox_event" add constraint "outbox_event_aggregateid_foreign" foreign key ("aggregateid") references "payment" ("payment_id");`,
    );
    this.addSql(
      `alter table "outbox_event" add constraint "outbox_event_type_check" check (type in ('payment.completed', 'payment.failed', 'payment.expired', 'payment.virtual_account_issued', 'payment.cancelled', 'payment.partially_cancelled', 'payment.late_money_returned'));`,
    );
    this.addSql(
      `alter table "outbox_event" add constraint "outbox_event_sequence_check" check (sequence >= 1);`,
    );

    this.addSql(
      `alter table "cancellation" add constraint "cancellation_payment_id_foreign" foreign key ("payment_id") references "payment" ("payment_id");`,
    );
    this.addSql(`alter table "cancellation" add constraint "cancellation_amount_check" check (amount >= 0);`);
    this.addSql(
      `alter table "cancellation" add constraint "cancellation_status_check" check (status in ('REQUESTED', 'SUCCEEDED', 'FAILED', 'AWAITING_REFUND_ACCOUNT'));`,
    );
    this.addSql(
      `alter table "cancellation" add constraint "cancellation_origin_check" check (origin in ('CLIENT', 'LATE_MONEY', 'MISMATCH', 'UNRECORDABLE', 'OPERATOR', 'EXTERNAL'));`,
    );
    this.addSql(
      `alter table "cancellation" add constraint "cancellation_settled_check" check ((settled_at is not null) = (status in ('SUCCEEDED', 'FAILED')));`,
    );
    this.addSql(`create or replace function "cancellation_cancellation_within_held_fn"() returns trigger as \$\$ begin perform 1 from payment where payment_id = new.payment_id for no key update; if (select coalesce(sum(amount), 0) from cancellation where payment_id = new.payment_id and status <> 'FAILED')
  > (select coalesce(held_amount, 0) from payment where payment_id = new.payment_id) then
  raise exception 'payment % would give back more than it holds', new.payment_id
    using errcode = 'check_violation', constraint = 'cancellation_within_held'; end if; return new; end; \$\$ language plpgsql;`);
    this.addSql(
      `create trigger "cancellation_within_held" AFTER INSERT OR UPDATE on "cancellation" for each ROW execute function "cancellation_cancellation_within_held_fn"();`,
    );

    this.addSql(
      `alter table "payment_transition" add constraint "payment_transition_payment_id_foreign" foreign key ("payment_id") references "payment" ("payment_id");`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "outbox_event" drop constraint "outbox_event_aggregateid_foreign";`);
    this.addSql(`alter table "cancellation" drop constraint "cancellation_payment_id_foreign";`);
    this.addSql(`alter table "payment_transition" drop constraint "payment_transition_payment_id_foreign";`);

    this.addSql(`drop trigger if exists "payment_legal_move" on "payment";`);
    this.addSql(`drop function if exists "payment_payment_legal_move_fn"();`);
    this.addSql(`drop table if exists "payment" cascade;`);
    this.addSql(`drop table if exists "outbox_event" cascade;`);
    this.addSql(`drop trigger if exists "cancellation_within_held" on "cancellation";`);
    this.addSql(`drop function if exists "cancellation_cancellation_within_held_fn"();`);
    this.addSql(`drop table if exists "cancellation" cascade;`);
    this.addSql(`drop table if exists "payment_transition" cascade;`);
  }
}
