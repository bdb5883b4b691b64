/** Where a customer pays in, and where such money goes back to, both encrypted; one refund waits for its account. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124224616_virtual_account extends Migration {
  override name = 'Migration20261124224616_virtual_account';

  override up(): void | Promise<void> {
    this.addSql(`alter table "payment" add "virtual_account_jwe" text null;`);
    this.addSql(
      `alter table "payment" add constraint "payment_waiting_check" check (status <> 'WAITING_FOR_DEPOSIT' or (pg_transaction_id is not null and virtual_account_jwe is not null));`,
    );

    this.addSql(`alter table "cancellation" add "refund_account_jwe" text null;`);
    this.addSql(
      `create unique index "cancellation_awaiting_unique" on "cancellation" ("payment_id") where status = 'AWAITING_REFUND_ACCOUNT';`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "cancellation_awaiting_unique";`);
    this.addSql(`alter table "cancellation" drop column "refund_account_jwe";`);

    this.addSql(`alter table "payment" drop constraint "payment_waiting_check";`);
    this.addSql(`alter table "payment" drop column "virtual_account_jwe";`);
  }
}
