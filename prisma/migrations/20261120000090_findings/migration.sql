-- Judgements: what a check says of a resource, for as long as it says so, and what people decided about it.

-- One row per (account, check, resource, reason). A resolved one that fails again is the same row, reopened.
CREATE TABLE "findings" (
  "id"              UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "account_id"      INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "check_id"        TEXT COLLATE "C" NOT NULL,
  "subject_kind"    TEXT NOT NULL,
  "subject"         TEXT COLLATE "C" NOT NULL,
  "subject_row_id"  BIGINT,
  "reason"          TEXT COLLATE "C" NOT NULL DEFAULT '',
  "severity"        TEXT NOT NULL CHECK ("severity" IN ('critical', 'high', 'medium', 'low', 'info')),
  -- 0 is the worst, so that lists begin with it.
  "rank"            SMALLINT NOT NULL,
  "detail"          TEXT NOT NULL,
  "related"         JSONB NOT NULL DEFAULT '[]',
  "sources"         TEXT[] NOT NULL,
  "open"            BOOLEAN NOT NULL DEFAULT TRUE,
  "first_seen_at"   TIMESTAMPTZ(3) NOT NULL,
  "opened_at"       TIMESTAMPTZ(3) NOT NULL,
  "resolved_at"     TIMESTAMPTZ(3),
  "reopened"        INTEGER NOT NULL DEFAULT 0,
  "owner_id"        TEXT,
  "owner_name"      TEXT,
  "incident_id"     UUID,
  "suppression_id"  BIGINT,
  "content_hash"    BIGINT NOT NULL,
  "changed_at"      TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK ("open" = ("resolved_at" IS NULL)),
  UNIQUE ("account_id", "check_id", "subject", "reason")
);
-- Lists show what is open and not suppressed, the worst first, the oldest of these first; one index per offered filter.
CREATE INDEX "findings_rank_idx" ON "findings" ("account_id", "rank", "opened_at", "id") WHERE "open" AND "suppression_id" IS NULL;
CREATE INDEX "findings_check_idx" ON "findings" ("account_id", "check_id", "rank", "opened_at", "id") WHERE "open" AND "suppression_id" IS NULL;
CREATE INDEX "findings_opened_idx" ON "findings" ("account_id", "opened_at", "id") WHERE "open" AND "suppression_id" IS NULL;
CREATE INDEX "findings_suppressed_idx" ON "findings" ("suppression_id", "id") WHERE "suppression_id" IS NOT NULL;
CREATE INDEX "findings_resolved_idx" ON "findings" ("account_id", "resolved_at" DESC, "id" DESC) WHERE NOT "open";
CREATE INDEX "findings_owner_idx" ON "findings" ("owner_id", "rank", "opened_at", "id") WHERE "open" AND "owner_id" IS NOT NULL;
CREATE INDEX "findings_incident_idx" ON "findings" ("incident_id") WHERE "incident_id" IS NOT NULL;
CREATE INDEX "findings_subject_idx" ON "findings" ("account_id", "subject_kind", "subject");
-- What evaluation compares with, in the order it reads the resources.
CREATE INDEX "findings_row_idx" ON "findings" ("account_id", "subject_kind", "subject_row_id") WHERE "subject_row_id" IS NOT NULL;
CREATE INDEX "findings_subject_trigram_idx" ON "findings" USING GIN ("subject" gin_trgm_ops);

-- Who says so, and since when no longer. A finding is resolved when its last witness no longer says so.
CREATE TABLE "finding_witnesses" (
  "finding_id"    UUID NOT NULL REFERENCES "findings" ("id") ON DELETE CASCADE,
  "source"        TEXT NOT NULL CHECK ("source" IN ('ours', 'audit', 'detect')),
  "says"          TEXT NOT NULL,
  "severity"      TEXT NOT NULL,
  "evidence"      JSONB NOT NULL DEFAULT '{}',
  "first_at"      TIMESTAMPTZ(3) NOT NULL,
  "last_at"       TIMESTAMPTZ(3) NOT NULL,
  "gone_at"       TIMESTAMPTZ(3),
  PRIMARY KEY ("finding_id", "source")
);

CREATE TABLE "finding_log" (
  "id"         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "finding_id" UUID NOT NULL REFERENCES "findings" ("id") ON DELETE CASCADE,
  "at"         TIMESTAMPTZ(3) NOT NULL,
  "kind"       TEXT NOT NULL,
  "by_id"      TEXT,
  "by_name"    TEXT,
  "text"       TEXT
);
CREATE INDEX "finding_log_finding_idx" ON "finding_log" ("finding_id", "id" DESC);

-- What a check said of an account: x of y, what is unknown, and why when it could not judge at all.
CREATE TABLE "check_results" (
  "account_id"   INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "check_id"     TEXT COLLATE "C" NOT NULL,
  "source"       TEXT NOT NULL CHECK ("source" IN ('ours', 'audit', 'detect')),
  "subject_kind" TEXT NOT NULL,
  "state"        TEXT NOT NULL CHECK ("state" IN ('passed', 'failing', 'unknown', 'off', 'error', 'waiting')),
  "evaluated"    BIGINT,
  "failing"      BIGINT NOT NULL DEFAULT 0,
  "unknown"      BIGINT NOT NULL DEFAULT 0,
  "why_not"      TEXT,
  "judged_at"    TIMESTAMPTZ(3),
  "facts_at"     TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "check_id", "source")
);

-- How far the evaluation of one kind of resource is. Changes are noted from "tracking" on; before, a full pass sees all.
CREATE TABLE "finding_scans" (
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "subject_kind"  TEXT NOT NULL,
  "tracking"      BOOLEAN NOT NULL DEFAULT FALSE,
  "wanted"        BOOLEAN NOT NULL DEFAULT TRUE,
  "last_row_id"   BIGINT,
  "started_at"    TIMESTAMPTZ(3),
  "full_at"       TIMESTAMPTZ(3),
  -- Up to when boundaries in time, such as a date of expiry, were followed.
  "boundary_at"   TIMESTAMPTZ(3),
  "version"       TEXT,
  PRIMARY KEY ("account_id", "subject_kind")
);

-- Resources that changed since they were judged; taken by the evaluation, in any order, as often as noted.
CREATE TABLE "finding_work" (
  "id"             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"     INTEGER NOT NULL,
  "subject_kind"   TEXT NOT NULL,
  "subject_row_id" BIGINT NOT NULL
);
CREATE INDEX "finding_work_idx" ON "finding_work" ("account_id", "subject_kind", "subject_row_id");

-- What a day ended with; today's row is written again with each evaluation that changed it.
CREATE TABLE "finding_days" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "day"        DATE NOT NULL,
  "check_id"   TEXT COLLATE "C" NOT NULL,
  "open"       BIGINT NOT NULL,
  "opened"     BIGINT NOT NULL DEFAULT 0,
  "resolved"   BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY ("account_id", "day", "check_id")
);

-- What people set of a check. Numbers of a type or group win over the check's own.
CREATE TABLE "check_settings" (
  "check_id"   TEXT COLLATE "C" PRIMARY KEY,
  "enabled"    BOOLEAN NOT NULL DEFAULT TRUE,
  "severity"   TEXT,
  "parameters" JSONB NOT NULL DEFAULT '{}',
  "per_type"   JSONB NOT NULL DEFAULT '[]',
  "per_group"  JSONB NOT NULL DEFAULT '[]',
  "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_by" TEXT
);

-- A decision to hide findings for a time, with its reason and owner. Null covers all; "subject" may hold *.
CREATE TABLE "finding_suppressions" (
  "id"            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"    INTEGER REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "check_id"      TEXT COLLATE "C",
  "subject_kind"  TEXT,
  "subject"       TEXT COLLATE "C",
  "reason"        TEXT COLLATE "C",
  "why"           TEXT NOT NULL,
  "owner_id"      TEXT NOT NULL,
  "owner_name"    TEXT NOT NULL,
  "by_id"         TEXT NOT NULL,
  "by_name"       TEXT NOT NULL,
  "at"            TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "state"         TEXT NOT NULL CHECK ("state" IN ('waiting', 'active', 'rejected', 'expired', 'ended')),
  "decided_id"    TEXT,
  "decided_name"  TEXT,
  "decided_at"    TIMESTAMPTZ(3),
  "expires_at"    TIMESTAMPTZ(3),
  "hid"           BIGINT NOT NULL DEFAULT 0,
  "in_aws"        TEXT NOT NULL DEFAULT 'no' CHECK ("in_aws" IN ('no', 'wanted', 'written', 'failed', 'read')),
  "aws_error"     TEXT,
  CHECK ("check_id" IS NOT NULL OR "subject" IS NOT NULL)
);
CREATE INDEX "finding_suppressions_state_idx" ON "finding_suppressions" ("state", "id" DESC);

ALTER TABLE "findings" ADD FOREIGN KEY ("suppression_id") REFERENCES "finding_suppressions" ("id") ON DELETE SET NULL;
