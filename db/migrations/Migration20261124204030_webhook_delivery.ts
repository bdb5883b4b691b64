/** Which webhooks were taken up, generated from db/entities by `npm run migration -- webhook_delivery`. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124204030_webhook_delivery extends Migration {
  override name = 'Migration20261124204030_webhook_delivery';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "webhook_delivery" ("provider" text not null, "delivery_id" text not null, "payment_id" text not null, "type" text not null, "body_hash" text not null, "received_at" timestamptz(3) not null, primary key ("provider", "delivery_id"));`,
    );
    this.addSql(`create index "webhook_delivery_payment_index" on "webhook_delivery" ("payment_id");`);
    this.addSql(`create index "webhook_delivery_received_index" on "webhook_delivery" ("received_at");`);

    this.addSql(
      `alter table "webhook_delivery" add constraint "webhook_delivery_payment_id_foreign" foreign key ("payment_id") references "payment" ("payment_id");`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "webhook_delivery" cascade;`);
  }
}
