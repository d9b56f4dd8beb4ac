-- Where we look (AWS account and Region), and how far each collector has got there.

CREATE TABLE "aws_accounts" (
  "id"             INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "aws_account_id" TEXT NOT NULL CHECK ("aws_account_id" ~ '^[0-9]{12}$'),
  "region"         TEXT NOT NULL,
  "name"           TEXT NOT NULL,
  "role_arn"       TEXT,
  "external_id"    TEXT,
  "enabled"        BOOLEAN NOT NULL DEFAULT TRUE,
  "created_at"     TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE ("aws_account_id", "region")
);

-- One row per account and collector: the running pass, its cursor and its figures, and how the last ones ended.
-- "holder" and "lease_until" let one worker at a time run a pass; a page is stored only while its holder still holds.
CREATE TABLE "collections" (
  "account_id"         INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "collector"          TEXT NOT NULL,
  "state"              TEXT NOT NULL DEFAULT 'idle' CHECK ("state" IN ('idle', 'running')),
  "holder"             UUID,
  "lease_until"        TIMESTAMPTZ(3),
  "due_at"             TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "requested_at"       TIMESTAMPTZ(3),
  "pass"               BIGINT NOT NULL DEFAULT 0,
  "pass_started_at"    TIMESTAMPTZ(3),
  "route"              TEXT,
  "cursor"             JSONB,
  "calls"              BIGINT NOT NULL DEFAULT 0,
  "calls_expected"     BIGINT,
  "throttled"          BIGINT NOT NULL DEFAULT 0,
  "seen"               BIGINT NOT NULL DEFAULT 0,
  "added"              BIGINT NOT NULL DEFAULT 0,
  "changed"            BIGINT NOT NULL DEFAULT 0,
  "gone"               BIGINT NOT NULL DEFAULT 0,
  "skipped"            BIGINT NOT NULL DEFAULT 0,
  "failed"             BIGINT NOT NULL DEFAULT 0,
  "progress_at"        TIMESTAMPTZ(3),
  "last_outcome"       TEXT CHECK ("last_outcome" IN ('ok', 'partial', 'not-permitted', 'unavailable', 'credentials', 'failed')),
  "last_finished_at"   TIMESTAMPTZ(3),
  "last_success_at"    TIMESTAMPTZ(3),
  "last_error"         TEXT,
  "missing_permission" TEXT,
  "aws_request_id"     TEXT,
  "failures"           INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY ("account_id", "collector")
);

CREATE TABLE "collection_runs" (
  "id"          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"  INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "collector"   TEXT NOT NULL,
  "started_at"  TIMESTAMPTZ(3) NOT NULL,
  "finished_at" TIMESTAMPTZ(3) NOT NULL,
  "outcome"     TEXT NOT NULL,
  "route"       TEXT,
  "calls"       BIGINT NOT NULL,
  "throttled"   BIGINT NOT NULL,
  "seen"        BIGINT NOT NULL,
  "added"       BIGINT NOT NULL,
  "changed"     BIGINT NOT NULL,
  "gone"        BIGINT NOT NULL,
  "skipped"     BIGINT NOT NULL,
  "failed"      BIGINT NOT NULL,
  "error"       TEXT
);
CREATE INDEX "collection_runs_account_id_collector_id_idx" ON "collection_runs" ("account_id", "collector", "id" DESC);

-- What a running pass has seen, so that what it did not see can be told at its end without stamping every row.
-- Unlogged: a crash of the database empties it, which the pass notices (it counts "seen") and starts over.
CREATE UNLOGGED TABLE "pass_keys" (
  "account_id" INTEGER NOT NULL,
  "collector"  TEXT NOT NULL,
  "pass"       BIGINT NOT NULL,
  "row_id"     BIGINT NOT NULL
);
CREATE INDEX "pass_keys_account_id_collector_pass_idx" ON "pass_keys" ("account_id", "collector", "pass");

-- One bucket per AWS account, Region and operation, because that is how AWS counts; shared by every worker.
-- "next_at" is when the next call may start (virtual scheduling): a worker reserves a slice of the future at once.
CREATE TABLE "quota_slots" (
  "aws_account_id" TEXT NOT NULL,
  "region"         TEXT NOT NULL,
  "operation"      TEXT NOT NULL,
  "next_at"        TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
  "slowdown"       DOUBLE PRECISION NOT NULL DEFAULT 1,
  "throttled_at"   TIMESTAMPTZ(3),
  PRIMARY KEY ("aws_account_id", "region", "operation")
);
