/** What a confirmation of ours was made for, and when it was first sent. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124205547_confirmation extends Migration {
  override name = 'Migration20261124205547_confirmation';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "payment" add "confirming_transaction_id" text null, add "confirm_first_sent_at" timestamptz(3) null;`,
    );
    this.addSql(
      `alter table "payment" add constraint "payment_confirm_check" check (confirm_first_sent_at is null or confirming_transaction_id is not null);`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "payment" drop constraint "payment_confirm_check";`);
    this.addSql(
      `alter table "payment" drop column "confirming_transaction_id", drop column "confirm_first_sent_at";`,
    );
  }
}
