/** What operators did, and when, generated from db/entities by `npm run migration -- operator_action`. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124230351_operator_action extends Migration {
  override name = 'Migration20261124230351_operator_action';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "operator_action" ("action_id" text not null, "payment_id" text not null, "transition_id" text not null, "version" int not null, "action" text not null, "outcome" text null, "result" text not null, "cancellation_id" text null, "words_jwe" text not null, "from_status" text not null, "to_status" text not null, "occurred_at" timestamptz(3) not null, primary key ("action_id"));`,
    );
    this.addSql(
      `alter table "operator_action" add constraint "operator_action_version_unique" unique ("payment_id", "version");`,
    );

    this.addSql(
      `alter table "operator_action" add constraint "operator_action_payment_id_foreign" foreign key ("payment_id") references "payment" ("payment_id");`,
    );
    this.addSql(
      `alter table "operator_action" add constraint "operator_action_action_check" check (action in ('retry', 'resolve'));`,
    );
    this.addSql(
      `alter table "operator_action" add constraint "operator_action_outcome_check" check (outcome in ('declined', 'not_paid', 'cancel_succeeded', 'cancel_failed', 'acknowledged'));`,
    );
    this.addSql(
      `alter table "operator_action" add constraint "operator_action_result_check" check (result in ('retried', 'overridden', 'answered_by_gateway', 'acknowledged'));`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "operator_action" cascade;`);
  }
}
