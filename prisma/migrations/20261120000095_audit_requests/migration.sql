-- Audits that people asked for. The worker asks AWS, in the responder's role; nothing of the fleet changes by it.
CREATE TABLE "audit_requests" (
  "id"          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"  INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  -- Null: all that are enabled.
  "checks"      TEXT[],
  "by_id"       TEXT NOT NULL,
  "by_name"     TEXT NOT NULL,
  "at"          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  -- 'sending' from before the call: AWS may have begun it though nobody heard, so it is never sent twice.
  "state"       TEXT NOT NULL DEFAULT 'wanted' CHECK ("state" IN ('wanted', 'sending', 'started', 'failed')),
  "task_id"     TEXT,
  "error"       TEXT,
  "ended_at"    TIMESTAMPTZ(3)
);
-- One at a time: a second click meets the first.
CREATE UNIQUE INDEX "audit_requests_open_idx" ON "audit_requests" ("account_id") WHERE "state" IN ('wanted', 'sending');
CREATE INDEX "audit_requests_account_idx" ON "audit_requests" ("account_id", "id" DESC);

-- Suppressions whose copy in AWS is to be written or taken away; what is known of it there.
ALTER TABLE "finding_suppressions"
  ADD COLUMN "aws_tried_at" TIMESTAMPTZ(3),
  ADD COLUMN "aws_gone_at" TIMESTAMPTZ(3);
CREATE INDEX "finding_suppressions_aws_idx" ON "finding_suppressions" ("in_aws", "state") WHERE "in_aws" IN ('wanted', 'written', 'failed');
