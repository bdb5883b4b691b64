/** Reports of the reconciler, and the indexes by which it finds what our books claim. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124204422_reconciliation extends Migration {
  override name = 'Migration20261124204422_reconciliation';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "reconciliation_report" ("provider" text not null, "window_until" timestamptz(3) not null, "window_from" timestamptz(3) not null, "started_at" timestamptz(3) not null, "finished_at" timestamptz(3) not null, "listed" int not null, "strangers" int not null, "asked_for" int not null, "unreadable" int not null, "counts" jsonb not null, "items" jsonb not null, primary key ("provider", "window_until"));`,
    );

    this.addSql(
      `create index "payment_approved_index" on "payment" ("approved_at") where approved_at is not null;`,
    );

    this.addSql(
      `create index "cancellation_settled_index" on "cancellation" ("settled_at") where status = 'SUCCEEDED';`,
    );

    this.addSql(
      `alter table "reconciliation_report" add constraint "reconciliation_report_window_check" check (window_from <= window_until);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "reconciliation_report" cascade;`);

    this.addSql(`drop index "cancellation_settled_index";`);

    this.addSql(`drop index "payment_approved_index";`);
  }
}
