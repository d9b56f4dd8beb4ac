-- Counts the console shows on load, kept by statement-level triggers from what each statement changed, so a facet
-- costs the same over a thousand things and a million.

CREATE TABLE "thing_rollup" (
  "account_id"        INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "type_name"         TEXT COLLATE "C" NOT NULL,
  "credential_health" TEXT NOT NULL,
  "things"            BIGINT NOT NULL,
  PRIMARY KEY ("account_id", "type_name", "credential_health")
);

CREATE TABLE "presence_rollup" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "state"      TEXT NOT NULL CHECK ("state" IN ('connected', 'disconnected', 'never-connected')),
  "things"     BIGINT NOT NULL,
  PRIMARY KEY ("account_id", "state")
);

-- Dimensions: expires-on (YYYY-MM-DD), created-month (YYYY-MM), key, signature, ca, concern; '' when unknown.
CREATE TABLE "certificate_rollup" (
  "account_id"   INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "dimension"    TEXT NOT NULL,
  "value"        TEXT NOT NULL,
  "status"       TEXT NOT NULL,
  "certificates" BIGINT NOT NULL,
  PRIMARY KEY ("account_id", "dimension", "value", "status")
);

-- One row per account and UTC day: the figures the trends are drawn from.
CREATE TABLE "fleet_snapshots" (
  "account_id"  INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "day"         DATE NOT NULL,
  "taken_at"    TIMESTAMPTZ(3) NOT NULL,
  "figures"     JSONB NOT NULL,
  PRIMARY KEY ("account_id", "day")
);

CREATE FUNCTION "roll_things_inserted"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "thing_rollup"
    SELECT "account_id", coalesce("type_name", ''), "credential_health", count(*)
    FROM "added" WHERE "gone_at" IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT ("account_id", "type_name", "credential_health") DO UPDATE SET "things" = "thing_rollup"."things" + excluded."things";
  RETURN NULL;
END $$;
CREATE FUNCTION "roll_things_updated"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "thing_rollup"
    SELECT "account_id", "type_name", "credential_health", sum("n") FROM (
      SELECT "account_id", coalesce("type_name", '') AS "type_name", "credential_health", 1 AS "n" FROM "added" WHERE "gone_at" IS NULL
      UNION ALL
      SELECT "account_id", coalesce("type_name", ''), "credential_health", -1 FROM "removed" WHERE "gone_at" IS NULL
    ) AS "delta" GROUP BY 1, 2, 3 HAVING sum("n") <> 0 ORDER BY 1, 2, 3
  ON CONFLICT ("account_id", "type_name", "credential_health") DO UPDATE SET "things" = "thing_rollup"."things" + excluded."things";
  RETURN NULL;
END $$;
CREATE TRIGGER "things_rolled_in" AFTER INSERT ON "things"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_things_inserted"();
CREATE TRIGGER "things_rolled_over" AFTER UPDATE ON "things"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_things_updated"();

CREATE FUNCTION "presence_state"("connected" BOOLEAN, "since" TIMESTAMPTZ) RETURNS TEXT IMMUTABLE LANGUAGE sql AS $$
  SELECT CASE WHEN "connected" THEN 'connected' WHEN "since" IS NULL THEN 'never-connected' ELSE 'disconnected' END
$$;
CREATE FUNCTION "roll_presence"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "presence_rollup"
      SELECT "account_id", "presence_state"("connected", "since"), count(*) FROM "added" GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("account_id", "state") DO UPDATE SET "things" = "presence_rollup"."things" + excluded."things";
  ELSIF TG_OP = 'DELETE' THEN
    -- An account that is itself being deleted takes its rollup with it.
    INSERT INTO "presence_rollup"
      SELECT r."account_id", "presence_state"(r."connected", r."since"), -count(*) FROM "removed" r
      JOIN "aws_accounts" a ON a."id" = r."account_id" GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT ("account_id", "state") DO UPDATE SET "things" = "presence_rollup"."things" + excluded."things";
  ELSE
    INSERT INTO "presence_rollup"
      SELECT "account_id", "state", sum("n") FROM (
        SELECT "account_id", "presence_state"("connected", "since") AS "state", 1 AS "n" FROM "added"
        UNION ALL
        SELECT "account_id", "presence_state"("connected", "since"), -1 FROM "removed"
      ) AS "delta" GROUP BY 1, 2 HAVING sum("n") <> 0 ORDER BY 1, 2
    ON CONFLICT ("account_id", "state") DO UPDATE SET "things" = "presence_rollup"."things" + excluded."things";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "presence_rolled_in" AFTER INSERT ON "presence"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_presence"();
CREATE TRIGGER "presence_rolled_over" AFTER UPDATE ON "presence"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_presence"();
CREATE TRIGGER "presence_rolled_out" AFTER DELETE ON "presence"
  REFERENCING OLD TABLE AS "removed" FOR EACH STATEMENT EXECUTE FUNCTION "roll_presence"();

CREATE FUNCTION "roll_members"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE "thing_groups" g SET "member_count" = g."member_count" + d."n"
    FROM (SELECT "group_row_id", count(*) AS "n" FROM "added" GROUP BY 1 ORDER BY 1) d WHERE g."id" = d."group_row_id";
  ELSE
    UPDATE "thing_groups" g SET "member_count" = g."member_count" - d."n"
    FROM (SELECT "group_row_id", count(*) AS "n" FROM "removed" GROUP BY 1 ORDER BY 1) d WHERE g."id" = d."group_row_id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "members_rolled_in" AFTER INSERT ON "thing_group_members"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_members"();
CREATE TRIGGER "members_rolled_out" AFTER DELETE ON "thing_group_members"
  REFERENCING OLD TABLE AS "removed" FOR EACH STATEMENT EXECUTE FUNCTION "roll_members"();

-- What one certificate counts towards. Concerns weigh only on a certificate that can connect.
CREATE FUNCTION "certificate_counts"("c" "certificates") RETURNS TABLE ("dimension" TEXT, "value" TEXT) IMMUTABLE LANGUAGE sql AS $$
  SELECT 'expires-on', coalesce(to_char(c."not_after" AT TIME ZONE 'UTC', 'YYYY-MM-DD'), '')
  UNION ALL SELECT 'created-month', coalesce(to_char(c."created_at" AT TIME ZONE 'UTC', 'YYYY-MM'), '')
  UNION ALL SELECT 'key', coalesce(c."key_algorithm" || ' ' || c."key_bits", '')
  UNION ALL SELECT 'signature', coalesce(c."signature_algorithm", '')
  UNION ALL SELECT 'ca', coalesce(c."ca_certificate_id", '')
  UNION ALL SELECT 'concern', 'shared' WHERE c."thing_count" > 1
  UNION ALL SELECT 'concern', 'unattached' WHERE c."thing_count" = 0
  UNION ALL SELECT 'concern', 'no-policy' WHERE NOT c."has_policy"
  UNION ALL SELECT 'concern', 'leftover' WHERE c."leftover"
$$;
CREATE FUNCTION "roll_certificates_inserted"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "certificate_rollup"
    SELECT c."account_id", k."dimension", k."value", c."status", count(*)
    FROM "added" c, LATERAL "certificate_counts"(c) k WHERE c."gone_at" IS NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
  ON CONFLICT ("account_id", "dimension", "value", "status") DO UPDATE SET "certificates" = "certificate_rollup"."certificates" + excluded."certificates";
  RETURN NULL;
END $$;
CREATE FUNCTION "roll_certificates_updated"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "certificate_rollup"
    SELECT "account_id", "dimension", "value", "status", sum("n") FROM (
      SELECT c."account_id", k."dimension", k."value", c."status", 1 AS "n" FROM "added" c, LATERAL "certificate_counts"(c) k WHERE c."gone_at" IS NULL
      UNION ALL
      SELECT c."account_id", k."dimension", k."value", c."status", -1 FROM "removed" c, LATERAL "certificate_counts"(c) k WHERE c."gone_at" IS NULL
    ) AS "delta" GROUP BY 1, 2, 3, 4 HAVING sum("n") <> 0 ORDER BY 1, 2, 3, 4
  ON CONFLICT ("account_id", "dimension", "value", "status") DO UPDATE SET "certificates" = "certificate_rollup"."certificates" + excluded."certificates";
  RETURN NULL;
END $$;
CREATE TRIGGER "certificates_rolled_in" AFTER INSERT ON "certificates"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_certificates_inserted"();
CREATE TRIGGER "certificates_rolled_over" AFTER UPDATE ON "certificates"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "roll_certificates_updated"();
