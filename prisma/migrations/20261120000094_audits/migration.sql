-- What Device Defender ran and found. AWS forgets after 90 days (Detect after 30); this is kept for good.

CREATE TABLE "audits" (
  "account_id"   INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "task_id"      TEXT COLLATE "C" NOT NULL,
  "type"         TEXT NOT NULL,
  "status"       TEXT NOT NULL,
  "schedule"     TEXT,
  "started_at"   TIMESTAMPTZ(3) NOT NULL,
  "seen_at"      TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("account_id", "task_id")
);
CREATE INDEX "audits_started_idx" ON "audits" ("account_id", "started_at" DESC, "task_id");

-- One check of one audit. "compliant" is null when it was not evaluated: an error or a disabled check is no pass.
CREATE TABLE "audit_check_runs" (
  "id"            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"    INTEGER NOT NULL,
  "task_id"       TEXT COLLATE "C" NOT NULL,
  "check_name"    TEXT COLLATE "C" NOT NULL,
  "started_at"    TIMESTAMPTZ(3) NOT NULL,
  "status"        TEXT NOT NULL,
  "compliant"     BOOLEAN,
  "total"         INTEGER,
  "non_compliant" INTEGER,
  "suppressed"    INTEGER,
  "error_code"    TEXT,
  "message"       TEXT,
  -- When its findings became ours; those of a check that a later audit ran again are not read any more.
  "read_at"       TIMESTAMPTZ(3),
  UNIQUE ("account_id", "task_id", "check_name"),
  FOREIGN KEY ("account_id", "task_id") REFERENCES "audits" ("account_id", "task_id") ON DELETE CASCADE
);
CREATE INDEX "audit_check_runs_latest_idx" ON "audit_check_runs" ("account_id", "check_name", "started_at" DESC);

-- A finding by what stays the same from audit to audit: AWS gives it a new id each time. "raw" is AWS's latest record.
CREATE TABLE "audit_findings" (
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "check_name"    TEXT COLLATE "C" NOT NULL,
  "subject_kind"  TEXT NOT NULL,
  "subject"       TEXT COLLATE "C" NOT NULL,
  "reason"        TEXT COLLATE "C" NOT NULL DEFAULT '',
  "finding_id"    TEXT COLLATE "C" NOT NULL,
  "task_id"       TEXT COLLATE "C" NOT NULL,
  "severity"      TEXT NOT NULL,
  "says"          TEXT NOT NULL,
  "suppressed"    BOOLEAN NOT NULL,
  "raw"           JSONB NOT NULL,
  -- All resources that go with it, where the check's findings are about them; null: as far as "raw" names them.
  "related"       JSONB,
  "first_task_id" TEXT COLLATE "C" NOT NULL,
  "first_at"      TIMESTAMPTZ(3) NOT NULL,
  "last_at"       TIMESTAMPTZ(3) NOT NULL,
  "audits"        INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY ("account_id", "check_name", "subject_kind", "subject", "reason")
);
CREATE INDEX "audit_findings_task_idx" ON "audit_findings" ("account_id", "check_name", "task_id");

-- Tasks of mitigation actions, whoever began them, with what came of each finding they were about.
CREATE TABLE "mitigation_tasks" (
  "account_id"  INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "task_id"     TEXT COLLATE "C" NOT NULL,
  "status"      TEXT NOT NULL,
  "started_at"  TIMESTAMPTZ(3) NOT NULL,
  "ended_at"    TIMESTAMPTZ(3),
  "facts"       JSONB NOT NULL,
  "executions"  JSONB NOT NULL DEFAULT '[]',
  "seen_at"     TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("account_id", "task_id")
);
CREATE INDEX "mitigation_tasks_started_idx" ON "mitigation_tasks" ("account_id", "started_at" DESC);

-- Violations that Detect raised; "gone_at" is when its list of active ones held them no longer.
CREATE TABLE "detect_violations" (
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "violation_id"  TEXT COLLATE "C" NOT NULL,
  "thing_name"    TEXT COLLATE "C" NOT NULL,
  "profile"       TEXT NOT NULL,
  "behavior"      TEXT NOT NULL,
  "metric"        TEXT,
  "started_at"    TIMESTAMPTZ(3),
  "last_at"       TIMESTAMPTZ(3),
  "verification"  TEXT,
  "raw"           JSONB NOT NULL,
  "seen_at"       TIMESTAMPTZ(3) NOT NULL,
  "gone_at"       TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "violation_id")
);
CREATE INDEX "detect_violations_thing_idx" ON "detect_violations" ("account_id", "thing_name");

CREATE TABLE "detect_events" (
  "account_id"   INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "violation_id" TEXT COLLATE "C" NOT NULL,
  "type"         TEXT NOT NULL,
  "at"           TIMESTAMPTZ(3) NOT NULL,
  "thing_name"   TEXT COLLATE "C" NOT NULL,
  "profile"      TEXT NOT NULL,
  "behavior"     TEXT NOT NULL,
  "raw"          JSONB NOT NULL,
  PRIMARY KEY ("account_id", "violation_id", "type", "at")
);
CREATE INDEX "detect_events_at_idx" ON "detect_events" ("account_id", "at" DESC);
