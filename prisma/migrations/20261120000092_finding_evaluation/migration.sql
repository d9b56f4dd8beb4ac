-- What evaluation keeps beside the findings, and how it learns what changed.

-- Nobody was told of it yet; cleared by the notice.
ALTER TABLE "findings" ADD COLUMN "untold" BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX "findings_untold_idx" ON "findings" ("account_id", "check_id") WHERE "untold";
-- Resources on which the check itself failed.
ALTER TABLE "check_results" ADD COLUMN "errors" BIGINT NOT NULL DEFAULT 0;
-- Resources that the last full pass saw.
ALTER TABLE "finding_scans" ADD COLUMN "subjects" BIGINT;
CREATE INDEX "finding_suppressions_active_idx" ON "finding_suppressions" ("expires_at", "id") WHERE "state" = 'active';

-- Who else than we says so still.
CREATE INDEX "finding_witnesses_others_idx" ON "finding_witnesses" ("source", "finding_id") WHERE "gone_at" IS NULL AND "source" <> 'ours';

-- What each check of a kind said of each resource, two bits for every check in order of their ids (0 not about it, 1 judged,
-- 2 unknown, 3 error), 1000 row ids to a block: so that counts stay exact though only what changed is judged again.
CREATE TABLE "finding_blocks" (
  "account_id"   INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "subject_kind" TEXT NOT NULL,
  "block"        BIGINT NOT NULL,
  "answers"      BYTEA NOT NULL,
  PRIMARY KEY ("account_id", "subject_kind", "block")
);

-- With which client IDs a certificate connected lately, at most some; read on from the connection records.
CREATE TABLE "certificate_uses" (
  "account_id"         INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "certificate_row_id" BIGINT NOT NULL REFERENCES "certificates" ("id") ON DELETE CASCADE,
  "client_id"          TEXT COLLATE "C" NOT NULL,
  "last_at"            TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("certificate_row_id", "client_id")
);
CREATE INDEX "certificate_uses_age_idx" ON "certificate_uses" ("account_id", "last_at");

-- From here: who changed. Statement by statement, only rows whose judged columns differ, and nothing for an account that is
-- not tracked yet: its first full pass sees everything, and its first fill costs nothing.
CREATE FUNCTION "findings_tracked"("kinds" TEXT[]) RETURNS BOOLEAN STABLE LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM "finding_scans" WHERE "tracking" AND "subject_kind" = ANY ("kinds"))
$$;

CREATE FUNCTION "note_certificates"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{certificate}') THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."id" FROM "added" n
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'certificate' AND s."tracking";
  ELSE
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."id" FROM "added" n JOIN "removed" o ON o."id" = n."id"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'certificate' AND s."tracking"
      WHERE (n."status", n."mode", n."created_at", n."not_before", n."not_after", n."described_at" IS NULL, n."key_algorithm", n."key_bits",
          n."signature_algorithm", n."ca_certificate_id", n."thing_count", n."policy_count", n."has_policy", n."leftover", n."gone_at" IS NULL)
        IS DISTINCT FROM (o."status", o."mode", o."created_at", o."not_before", o."not_after", o."described_at" IS NULL, o."key_algorithm", o."key_bits",
          o."signature_algorithm", o."ca_certificate_id", o."thing_count", o."policy_count", o."has_policy", o."leftover", o."gone_at" IS NULL);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "certificates_noted_in" AFTER INSERT ON "certificates"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_certificates"();
CREATE TRIGGER "certificates_noted_over" AFTER UPDATE ON "certificates"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_certificates"();

-- A thing's type, and what else it may connect with, is told with its certificates, too.
CREATE FUNCTION "note_things"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{thing,certificate}') THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."id" FROM "added" n
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'thing' AND s."tracking";
  ELSE
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."id" FROM "added" n JOIN "removed" o ON o."id" = n."id"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'thing' AND s."tracking"
      WHERE (n."type_name", n."certificate_count", n."active_certificates", n."other_principals", n."gone_at" IS NULL)
        IS DISTINCT FROM (o."type_name", o."certificate_count", o."active_certificates", o."other_principals", o."gone_at" IS NULL);
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", l."certificate_row_id" FROM "added" n JOIN "removed" o ON o."id" = n."id"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'certificate' AND s."tracking"
      JOIN "thing_certificates" l ON l."thing_row_id" = n."id"
      WHERE (n."type_name", n."active_certificates", n."other_principals", n."gone_at" IS NULL)
        IS DISTINCT FROM (o."type_name", o."active_certificates", o."other_principals", o."gone_at" IS NULL);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "things_noted_in" AFTER INSERT ON "things"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_things"();
CREATE TRIGGER "things_noted_over" AFTER UPDATE ON "things"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_things"();

-- Whether a device is connected matters to its certificates only when they should not let it.
CREATE FUNCTION "note_presence"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{thing,certificate}') THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."thing_row_id" FROM "added" n JOIN "removed" o ON o."thing_row_id" = n."thing_row_id"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'thing' AND s."tracking"
      WHERE (n."connected", n."since", n."client_id", n."gaps_observed") IS DISTINCT FROM (o."connected", o."since", o."client_id", o."gaps_observed");
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", c."id" FROM "added" n JOIN "removed" o ON o."thing_row_id" = n."thing_row_id"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'certificate' AND s."tracking"
      JOIN "thing_certificates" l ON l."thing_row_id" = n."thing_row_id"
      JOIN "certificates" c ON c."id" = l."certificate_row_id" AND c."status" <> 'ACTIVE'
      WHERE n."connected" <> o."connected";
  ELSE
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."thing_row_id" FROM "touched" n
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'thing' AND s."tracking"
      UNION ALL
      SELECT n."account_id", s."subject_kind", c."id" FROM "touched" n
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'certificate' AND s."tracking"
      JOIN "thing_certificates" l ON l."thing_row_id" = n."thing_row_id"
      JOIN "certificates" c ON c."id" = l."certificate_row_id" AND c."status" <> 'ACTIVE';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "presence_noted_in" AFTER INSERT ON "presence"
  REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "note_presence"();
CREATE TRIGGER "presence_noted_over" AFTER UPDATE ON "presence"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_presence"();
CREATE TRIGGER "presence_noted_out" AFTER DELETE ON "presence"
  REFERENCING OLD TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "note_presence"();

-- Links of things with certificates concern both sides; that a thing's principals were read for the first time, the thing.
CREATE FUNCTION "note_thing_certificates"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{thing,certificate}') THEN RETURN NULL; END IF;
  INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
    SELECT n."account_id", s."subject_kind", CASE s."subject_kind" WHEN 'thing' THEN n."thing_row_id" ELSE n."certificate_row_id" END
    FROM "touched" n JOIN "finding_scans" s
      ON s."account_id" = n."account_id" AND s."subject_kind" IN ('thing', 'certificate') AND s."tracking";
  RETURN NULL;
END $$;
CREATE TRIGGER "thing_certificates_noted_in" AFTER INSERT ON "thing_certificates"
  REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "note_thing_certificates"();
CREATE TRIGGER "thing_certificates_noted_out" AFTER DELETE ON "thing_certificates"
  REFERENCING OLD TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "note_thing_certificates"();

CREATE FUNCTION "note_thing_principal_checks"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{thing}') THEN RETURN NULL; END IF;
  INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
    SELECT n."account_id", s."subject_kind", n."thing_row_id" FROM "added" n
    JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'thing' AND s."tracking";
  RETURN NULL;
END $$;
CREATE TRIGGER "thing_principal_checks_noted_in" AFTER INSERT ON "thing_principal_checks"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_thing_principal_checks"();

-- Numbers of a check may differ by group.
CREATE FUNCTION "note_members"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{thing,certificate}') THEN RETURN NULL; END IF;
  INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
    SELECT DISTINCT n."account_id", s."subject_kind", n."thing_row_id" FROM "touched" n
    JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'thing' AND s."tracking"
    UNION ALL
    SELECT DISTINCT n."account_id", s."subject_kind", l."certificate_row_id" FROM "touched" n
    JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'certificate' AND s."tracking"
    JOIN "thing_certificates" l ON l."thing_row_id" = n."thing_row_id";
  RETURN NULL;
END $$;
CREATE TRIGGER "members_noted_in" AFTER INSERT ON "thing_group_members"
  REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "note_members"();
CREATE TRIGGER "members_noted_out" AFTER DELETE ON "thing_group_members"
  REFERENCING OLD TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "note_members"();

CREATE FUNCTION "note_policies"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{policy}') THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."id" FROM "added" n
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'policy' AND s."tracking";
  ELSE
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."id" FROM "added" n JOIN "removed" o ON o."id" = n."id"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'policy' AND s."tracking"
      WHERE (n."default_version_id", n."version_count", n."target_count", n."gone_at" IS NULL)
        IS DISTINCT FROM (o."default_version_id", o."version_count", o."target_count", o."gone_at" IS NULL);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "policies_noted_in" AFTER INSERT ON "policies"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_policies"();
CREATE TRIGGER "policies_noted_over" AFTER UPDATE ON "policies"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_policies"();

CREATE FUNCTION "note_policy_versions"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{policy}') THEN RETURN NULL; END IF;
  INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
    SELECT DISTINCT p."account_id", s."subject_kind", p."id" FROM "added" n JOIN "policies" p ON p."id" = n."policy_row_id"
    JOIN "finding_scans" s ON s."account_id" = p."account_id" AND s."subject_kind" = 'policy' AND s."tracking";
  RETURN NULL;
END $$;
CREATE TRIGGER "policy_versions_noted_in" AFTER INSERT ON "policy_versions"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_policy_versions"();
CREATE TRIGGER "policy_versions_noted_over" AFTER UPDATE ON "policy_versions"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_policy_versions"();

-- How many policies a certificate has weighs on each of them.
CREATE FUNCTION "note_policy_targets"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{policy}') THEN RETURN NULL; END IF;
  INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
    SELECT DISTINCT n."account_id", s."subject_kind", n."policy_row_id" FROM "touched" n
    JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'policy' AND s."tracking";
  RETURN NULL;
END $$;
CREATE TRIGGER "policy_targets_noted_in" AFTER INSERT ON "policy_targets"
  REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "note_policy_targets"();
CREATE TRIGGER "policy_targets_noted_out" AFTER DELETE ON "policy_targets"
  REFERENCING OLD TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION "note_policy_targets"();

CREATE FUNCTION "note_ca_certificates"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{ca-certificate}') THEN RETURN NULL; END IF;
  INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
    SELECT n."account_id", s."subject_kind", n."id" FROM "added" n
    JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'ca-certificate' AND s."tracking";
  RETURN NULL;
END $$;
CREATE TRIGGER "ca_certificates_noted_in" AFTER INSERT ON "ca_certificates"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_ca_certificates"();
CREATE TRIGGER "ca_certificates_noted_over" AFTER UPDATE ON "ca_certificates"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_ca_certificates"();

-- Kinds that are few are judged whole: they are noted by row 0.
CREATE FUNCTION "note_aws_objects"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT DISTINCT s."account_id", s."subject_kind", 0 FROM "added" n
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" IN ('account', n."kind") AND s."tracking";
  ELSE
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT DISTINCT s."account_id", s."subject_kind", 0 FROM "added" n
      JOIN "removed" o ON o."account_id" = n."account_id" AND o."kind" = n."kind" AND o."name" = n."name"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" IN ('account', n."kind") AND s."tracking"
      WHERE (n."content_hash", n."gone_at" IS NULL) IS DISTINCT FROM (o."content_hash", o."gone_at" IS NULL);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "aws_objects_noted_in" AFTER INSERT ON "aws_objects"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_aws_objects"();
CREATE TRIGGER "aws_objects_noted_over" AFTER UPDATE ON "aws_objects"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_aws_objects"();

-- What people hide is judged, too.
CREATE FUNCTION "note_suppressions"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
    SELECT DISTINCT s."account_id", s."subject_kind", 0 FROM "added" n
    JOIN "finding_scans" s ON (n."account_id" IS NULL OR s."account_id" = n."account_id") AND s."subject_kind" = 'account' AND s."tracking";
  RETURN NULL;
END $$;
CREATE TRIGGER "finding_suppressions_noted_in" AFTER INSERT ON "finding_suppressions"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_suppressions"();
CREATE TRIGGER "finding_suppressions_noted_over" AFTER UPDATE ON "finding_suppressions"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_suppressions"();
