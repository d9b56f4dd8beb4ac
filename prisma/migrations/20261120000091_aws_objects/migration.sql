-- Objects of an account that are few and of many shapes: settings of logging, index and audits, schedules, mitigation
-- actions, domain configurations, role aliases, provisioning templates, roles. Each as AWS told it, parsed where it is read.
CREATE TABLE "aws_objects" (
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "kind"          TEXT NOT NULL,
  "name"          TEXT COLLATE "C" NOT NULL,
  "facts"         JSONB NOT NULL,
  "content_hash"  BIGINT NOT NULL,
  "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_at"    TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "seen_at"       TIMESTAMPTZ(3) NOT NULL,
  "gone_at"       TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "kind", "name")
);
