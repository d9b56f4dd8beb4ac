-- AWS IoT policies, what they are attached to, and the history of every observed change.

CREATE TABLE "policies" (
  "id"                 BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"         INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "name"               TEXT COLLATE "C" NOT NULL,
  "arn"                TEXT,
  "default_version_id" TEXT,
  "created_at"         TIMESTAMPTZ(3),
  "last_modified_at"   TIMESTAMPTZ(3),
  "generation_id"      TEXT,
  "version_count"      INTEGER NOT NULL DEFAULT 0,
  "target_count"       INTEGER,
  "described_at"       TIMESTAMPTZ(3),
  "targets_checked_at" TIMESTAMPTZ(3),
  "first_seen_at"      TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_at"         TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "gone_at"            TIMESTAMPTZ(3),
  UNIQUE ("account_id", "name")
);

-- A version's document never changes. It is kept as AWS sent it: one that does not parse is a fact too.
CREATE TABLE "policy_versions" (
  "policy_row_id" BIGINT NOT NULL REFERENCES "policies" ("id") ON DELETE CASCADE,
  "version_id"    TEXT NOT NULL,
  "is_default"    BOOLEAN NOT NULL,
  "document"      TEXT NOT NULL,
  "created_at"    TIMESTAMPTZ(3),
  "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "gone_at"       TIMESTAMPTZ(3),
  PRIMARY KEY ("policy_row_id", "version_id")
);

-- "target" is a certificate id, a thing group name or a Cognito identity; the row ids are filled when we know the object.
CREATE TABLE "policy_targets" (
  "policy_row_id"      BIGINT NOT NULL REFERENCES "policies" ("id") ON DELETE CASCADE,
  "kind"               TEXT NOT NULL CHECK ("kind" IN ('certificate', 'thing-group', 'cognito', 'other')),
  "target"             TEXT COLLATE "C" NOT NULL,
  "account_id"         INTEGER NOT NULL,
  "certificate_row_id" BIGINT REFERENCES "certificates" ("id") ON DELETE CASCADE,
  "group_row_id"       BIGINT REFERENCES "thing_groups" ("id") ON DELETE CASCADE,
  "first_seen_at"      TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("policy_row_id", "kind", "target")
);
CREATE INDEX "policy_targets_certificate_idx" ON "policy_targets" ("certificate_row_id") WHERE "certificate_row_id" IS NOT NULL;
CREATE INDEX "policy_targets_group_idx" ON "policy_targets" ("group_row_id") WHERE "group_row_id" IS NOT NULL;

-- One row per observed change: of a field ("before" and "after") or of a relation ("related").
-- A first sight is not a change; the object's own "first_seen_at" says it.
CREATE TABLE "fact_history" (
  "id"             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"     INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "observed_at"    TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "subject_kind"   TEXT NOT NULL CHECK ("subject_kind" IN ('thing', 'thing-group', 'thing-type', 'certificate', 'ca-certificate', 'policy')),
  "subject_row_id" BIGINT NOT NULL,
  "subject"        TEXT NOT NULL,
  "change"         TEXT NOT NULL,
  "related_kind"   TEXT,
  "related_row_id" BIGINT,
  "related"        TEXT,
  "before"         JSONB,
  "after"          JSONB
);
CREATE INDEX "fact_history_subject_idx" ON "fact_history" ("subject_kind", "subject_row_id", "id" DESC);
CREATE INDEX "fact_history_related_idx" ON "fact_history" ("related_kind", "related_row_id", "id" DESC) WHERE "related_row_id" IS NOT NULL;
CREATE INDEX "fact_history_observed_idx" ON "fact_history" USING BRIN ("observed_at");
