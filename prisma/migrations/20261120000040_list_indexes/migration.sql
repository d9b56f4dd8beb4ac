-- Every filter and order the console offers is one range of one index. What AWS no longer lists stays out of them,
-- so that a fleet's past does not slow its present.

CREATE INDEX "things_live_idx" ON "things" ("account_id", "name") INCLUDE ("id") WHERE "gone_at" IS NULL;
DROP INDEX "things_type_idx";
CREATE INDEX "things_type_idx" ON "things" ("account_id", "type_name", "name") WHERE "gone_at" IS NULL;
CREATE INDEX "things_billing_group_idx" ON "things" ("account_id", "billing_group", "name")
  WHERE "gone_at" IS NULL AND "billing_group" IS NOT NULL;
DROP INDEX "things_health_idx";
CREATE INDEX "things_health_idx" ON "things" ("account_id", "credential_health", "name") WHERE "gone_at" IS NULL;
-- Expiry order, and the few things whose stored health a date has overtaken since the worker last looked.
DROP INDEX "things_expiry_idx";
CREATE INDEX "things_expiry_idx" ON "things" ("account_id", "credential_health", "credential_not_after", "id")
  WHERE "gone_at" IS NULL;
DROP INDEX "things_first_seen_idx";
CREATE INDEX "things_first_seen_idx" ON "things" ("account_id", "first_seen_at", "id") WHERE "gone_at" IS NULL;

-- One index per state: each row is in exactly one, as it was in the one they replace.
DROP INDEX "presence_connected_idx";
CREATE INDEX "presence_connected_idx" ON "presence" ("account_id", "thing_name", "thing_row_id") WHERE "connected";
CREATE INDEX "presence_disconnected_idx" ON "presence" ("account_id", "thing_name", "thing_row_id") INCLUDE ("since")
  WHERE NOT "connected" AND "since" IS NOT NULL;
CREATE INDEX "presence_never_idx" ON "presence" ("account_id", "thing_name", "thing_row_id")
  WHERE NOT "connected" AND "since" IS NULL;
DROP INDEX "presence_since_idx";
CREATE INDEX "presence_since_idx" ON "presence" ("account_id", "since", "thing_row_id");
-- The quietest devices, in whatever order they are then shown.
CREATE INDEX "presence_quiet_idx" ON "presence" ("account_id", "since", "thing_row_id") INCLUDE ("thing_name")
  WHERE NOT "connected" AND "since" IS NOT NULL;
DROP INDEX "presence_client_id_idx";
CREATE INDEX "presence_client_id_idx" ON "presence" ("account_id", "client_id" COLLATE "C");

DROP INDEX "certificates_expiry_idx";
CREATE INDEX "certificates_expiry_idx" ON "certificates" ("account_id", "not_after", "id") WHERE "gone_at" IS NULL;
DROP INDEX "certificates_status_idx";
CREATE INDEX "certificates_status_idx" ON "certificates" ("account_id", "status", "not_after", "id") WHERE "gone_at" IS NULL;
DROP INDEX "certificates_ca_idx";
CREATE INDEX "certificates_ca_idx" ON "certificates" ("account_id", "ca_certificate_id", "not_after", "id") WHERE "gone_at" IS NULL;
DROP INDEX "certificates_created_idx";
CREATE INDEX "certificates_created_idx" ON "certificates" ("account_id", "created_at", "id") WHERE "gone_at" IS NULL;
CREATE INDEX "certificates_key_idx" ON "certificates" ("account_id", "key_algorithm", "key_bits", "not_after", "id")
  WHERE "gone_at" IS NULL;
CREATE INDEX "certificates_signature_idx" ON "certificates" ("account_id", "signature_algorithm", "not_after", "id")
  WHERE "gone_at" IS NULL;
CREATE INDEX "certificates_not_before_idx" ON "certificates" ("account_id", "not_before") WHERE "gone_at" IS NULL;
CREATE INDEX "certificates_gone_idx" ON "certificates" ("account_id", "not_after", "id") WHERE "gone_at" IS NOT NULL;

-- Concerns weigh only on a certificate that can connect (server/credentials/rules.ts).
DROP INDEX "certificates_shared_idx";
CREATE INDEX "certificates_shared_idx" ON "certificates" ("account_id", "not_after", "id")
  WHERE "gone_at" IS NULL AND "status" = 'ACTIVE' AND "thing_count" > 1;
DROP INDEX "certificates_unattached_idx";
CREATE INDEX "certificates_unattached_idx" ON "certificates" ("account_id", "not_after", "id")
  WHERE "gone_at" IS NULL AND "status" = 'ACTIVE' AND "thing_count" = 0;
DROP INDEX "certificates_no_policy_idx";
CREATE INDEX "certificates_no_policy_idx" ON "certificates" ("account_id", "not_after", "id")
  WHERE "gone_at" IS NULL AND "status" = 'ACTIVE' AND NOT "has_policy";
DROP INDEX "certificates_leftover_idx";
CREATE INDEX "certificates_leftover_idx" ON "certificates" ("account_id", "not_after", "id")
  WHERE "gone_at" IS NULL AND "status" = 'ACTIVE' AND "leftover";
CREATE INDEX "certificates_links_unknown_idx" ON "certificates" ("account_id", "not_after", "id")
  WHERE "gone_at" IS NULL AND "status" = 'ACTIVE' AND ("thing_count" IS NULL OR "has_policy" IS NULL);

CREATE INDEX "policies_name_trigram_idx" ON "policies" USING GIN ("name" gin_trgm_ops);
CREATE INDEX "thing_groups_name_trigram_idx" ON "thing_groups" USING GIN ("name" gin_trgm_ops);
CREATE INDEX "policies_target_count_idx" ON "policies" ("account_id", "target_count", "id");

-- How many things each billing group holds. By name: a thing may name its group before the group was read.
CREATE TABLE "billing_group_rollup" (
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "billing_group" TEXT COLLATE "C" NOT NULL,
  "things"        BIGINT NOT NULL,
  PRIMARY KEY ("account_id", "billing_group")
);
INSERT INTO "billing_group_rollup"
  SELECT "account_id", "billing_group", count(*) FROM "things" WHERE "gone_at" IS NULL AND "billing_group" IS NOT NULL GROUP BY 1, 2;

CREATE FUNCTION "roll_billing_inserted"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing_group_rollup"
    SELECT "account_id", "billing_group", count(*)
    FROM "added" WHERE "gone_at" IS NULL AND "billing_group" IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT ("account_id", "billing_group") DO UPDATE SET "things" = "billing_group_rollup"."things" + excluded."things";
  RETURN NULL;
END $$;
CREATE FUNCTION "roll_billing_updated"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "billing_group_rollup"
    SELECT "account_id", "billing_group", sum("n") FROM (
      SELECT "account_id", "billing_group", 1 AS "n" FROM "added" WHERE "gone_at" IS NULL AND "billing_group" IS NOT NULL
      UNION ALL
      SELECT "account_id", "billing_group", -1 FROM "removed" WHERE "gone_at" IS NULL AND "billing_group" IS NOT NULL
    ) AS "delta" GROUP BY 1, 2 HAVING sum("n") <> 0 ORDER BY 1, 2
  ON CONFLICT ("account_id", "billing_group") DO UPDATE SET "things" = "billing_group_rollup"."things" + excluded."things";
  RETURN NULL;
END $$;
CREATE TRIGGER "things_billing_in" AFTER INSERT ON "things"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_billing_inserted"();
CREATE TRIGGER "things_billing_over" AFTER UPDATE ON "things"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_billing_updated"();

-- One more reason to look at a certificate: its links were not read yet.
CREATE OR REPLACE FUNCTION "certificate_counts"("c" "certificates") RETURNS TABLE ("dimension" TEXT, "value" TEXT) IMMUTABLE LANGUAGE sql AS $$
  SELECT 'expires-on', coalesce(to_char(c."not_after" AT TIME ZONE 'UTC', 'YYYY-MM-DD'), '')
  UNION ALL SELECT 'created-month', coalesce(to_char(c."created_at" AT TIME ZONE 'UTC', 'YYYY-MM'), '')
  UNION ALL SELECT 'key', coalesce(c."key_algorithm" || ' ' || c."key_bits", '')
  UNION ALL SELECT 'signature', coalesce(c."signature_algorithm", '')
  UNION ALL SELECT 'ca', coalesce(c."ca_certificate_id", '')
  UNION ALL SELECT 'concern', 'shared' WHERE c."thing_count" > 1
  UNION ALL SELECT 'concern', 'unattached' WHERE c."thing_count" = 0
  UNION ALL SELECT 'concern', 'no-policy' WHERE NOT c."has_policy"
  UNION ALL SELECT 'concern', 'leftover' WHERE c."leftover"
  UNION ALL SELECT 'concern', 'links-unknown' WHERE c."thing_count" IS NULL OR c."has_policy" IS NULL
$$;
INSERT INTO "certificate_rollup"
  SELECT "account_id", 'concern', 'links-unknown', "status", count(*) FROM "certificates"
  WHERE "gone_at" IS NULL AND ("thing_count" IS NULL OR "has_policy" IS NULL) GROUP BY 1, 4;
