-- Behaviour of devices, watched by ourselves in Detect's words.

-- Where device-side reports arrive: a queue that an IoT rule feeds.
ALTER TABLE "aws_accounts" ADD COLUMN "report_queue_url" TEXT;

-- What devices are held to. `version` counts changes: saving over somebody else's is refused.
CREATE TABLE "security_profiles" (
  "id"          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "name"        TEXT NOT NULL UNIQUE,
  "description" TEXT NOT NULL DEFAULT '',
  "account_id"  INTEGER REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "targets"     JSONB NOT NULL,
  "behaviours"  JSONB NOT NULL,
  "enabled"     BOOLEAN NOT NULL DEFAULT TRUE,
  "version"     INTEGER NOT NULL DEFAULT 1,
  "changed_at"  TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_by"  TEXT NOT NULL
);

-- What was measured of a device in five minutes; nothing is kept of five minutes in which nothing happened. Sums are added
-- up as records come, late ones too; sets ("items") are joined. A daily job takes away what is too old for any habit.
CREATE TABLE "metric_windows" (
  "account_id" INTEGER NOT NULL,
  "at"         TIMESTAMPTZ(3) NOT NULL,
  "device"     TEXT COLLATE "C" NOT NULL,
  "metric"     TEXT NOT NULL,
  "value"      DOUBLE PRECISION,
  "items"      TEXT[],
  PRIMARY KEY ("account_id", "metric", "at", "device")
);
CREATE INDEX "metric_windows_device_idx" ON "metric_windows" ("account_id", "device", "metric", "at" DESC);

-- When an agent last reported, and how often it does. Counters of its reports tell a repeated one.
CREATE TABLE "device_agents" (
  "account_id"     INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "device"         TEXT COLLATE "C" NOT NULL,
  "last_report_at" TIMESTAMPTZ(3) NOT NULL,
  "last_report_id" BIGINT,
  "every_s"        INTEGER,
  "first_at"       TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("account_id", "device")
);
CREATE INDEX "device_agents_last_idx" ON "device_agents" ("account_id", "last_report_at");

-- How far the windows were judged, and since when they were watched: of what was before nobody can say that nothing happened.
CREATE TABLE "behaviour_positions" (
  "account_id" INTEGER PRIMARY KEY REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "since"      TIMESTAMPTZ(3) NOT NULL,
  "judged_to"  TIMESTAMPTZ(3) NOT NULL,
  "judged_at"  TIMESTAMPTZ(3) NOT NULL
);

-- One alarm from its first window until it is cleared or invalidated. Detect's own keep AWS's id.
CREATE TABLE "violations" (
  "id"           UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "account_id"   INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "source"       TEXT NOT NULL CHECK ("source" IN ('ours', 'detect')),
  "aws_id"       TEXT,
  "profile_id"   BIGINT REFERENCES "security_profiles" ("id") ON DELETE SET NULL,
  "profile"      TEXT NOT NULL,
  "behaviour"    TEXT NOT NULL,
  "metric"       TEXT NOT NULL,
  "device"       TEXT COLLATE "C" NOT NULL,
  "state"        TEXT NOT NULL CHECK ("state" IN ('in-alarm', 'alarm-cleared', 'alarm-invalidated')),
  "severity"     TEXT NOT NULL,
  "value"        TEXT NOT NULL,
  "limit"        TEXT NOT NULL,
  "windows"      INTEGER NOT NULL DEFAULT 1,
  "started_at"   TIMESTAMPTZ(3) NOT NULL,
  "last_at"      TIMESTAMPTZ(3) NOT NULL,
  "cleared_at"   TIMESTAMPTZ(3),
  "verification" TEXT NOT NULL DEFAULT 'UNKNOWN' CHECK ("verification" IN ('UNKNOWN', 'TRUE_POSITIVE', 'BENIGN_POSITIVE', 'FALSE_POSITIVE')),
  "verified_by"  TEXT,
  "verification_note" TEXT,
  "incident_id"  UUID
);
CREATE UNIQUE INDEX "violations_open_idx" ON "violations" ("account_id", "profile", "behaviour", "device") WHERE "state" = 'in-alarm' AND "source" = 'ours';
CREATE UNIQUE INDEX "violations_aws_idx" ON "violations" ("account_id", "aws_id") WHERE "aws_id" IS NOT NULL;
CREATE INDEX "violations_last_idx" ON "violations" ("account_id", "last_at" DESC, "id" DESC);
CREATE INDEX "violations_device_idx" ON "violations" ("account_id", "device", "last_at" DESC);

-- Runs of windows on one side of a limit, until they are enough to raise or clear an alarm.
CREATE TABLE "behaviour_streaks" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "profile"    TEXT NOT NULL,
  "behaviour"  TEXT NOT NULL,
  "device"     TEXT COLLATE "C" NOT NULL,
  "beyond"     INTEGER NOT NULL DEFAULT 0,
  "within"     INTEGER NOT NULL DEFAULT 0,
  "at"         TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("account_id", "profile", "behaviour", "device")
);
