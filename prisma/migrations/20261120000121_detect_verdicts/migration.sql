-- What people here said of Detect's own alarms, on its way to AWS: the latest word on each. AWS keeps no name with it.
CREATE TABLE "detect_verdicts" (
  "account_id"   INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "violation_id" TEXT COLLATE "C" NOT NULL,
  "verification" TEXT NOT NULL CHECK ("verification" IN ('UNKNOWN', 'TRUE_POSITIVE', 'BENIGN_POSITIVE', 'FALSE_POSITIVE')),
  "note"         TEXT,
  "by_id"        TEXT NOT NULL,
  "by_name"      TEXT NOT NULL,
  "at"           TIMESTAMPTZ(3) NOT NULL,
  -- 'applied': AWS took it. 'confirmed': read back so. 'failed': not taken, or read back otherwise.
  "state"        TEXT NOT NULL DEFAULT 'wanted' CHECK ("state" IN ('wanted', 'applied', 'confirmed', 'failed')),
  "error"        TEXT,
  "tried_at"     TIMESTAMPTZ(3),
  "applied_at"   TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "violation_id")
);
CREATE INDEX "detect_verdicts_open_idx" ON "detect_verdicts" ("state", "tried_at") WHERE "state" IN ('wanted', 'applied');

-- Lists and figures ask for the latest, and for what goes on.
CREATE INDEX "detect_violations_last_idx" ON "detect_violations" ("account_id", (coalesce("last_at", "seen_at")) DESC, "violation_id" DESC);
CREATE INDEX "detect_violations_active_idx" ON "detect_violations" ("account_id") WHERE "gone_at" IS NULL;
