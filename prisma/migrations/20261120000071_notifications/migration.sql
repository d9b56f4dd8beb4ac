-- Messages to people: where they go, which, and the outbox that loses and doubles none.

CREATE TABLE "notification_channels" (
  "id"           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "kind"         TEXT NOT NULL CHECK ("kind" IN ('email', 'slack', 'webhook', 'pagerduty')),
  "name"         TEXT NOT NULL UNIQUE,
  "target"       TEXT,
  "secret"       TEXT,
  "enabled"      BOOLEAN NOT NULL DEFAULT TRUE,
  "last_sent_at" TIMESTAMPTZ(3),
  "last_error"   TEXT,
  "created_at"   TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "notification_rules" (
  "id"            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "channel_id"    BIGINT NOT NULL REFERENCES "notification_channels" ("id") ON DELETE CASCADE,
  "name"          TEXT NOT NULL,
  "about"         TEXT[] NOT NULL,
  "min_severity"  TEXT NOT NULL,
  "causes"        TEXT[] NOT NULL DEFAULT '{}',
  "accounts"      INTEGER[] NOT NULL DEFAULT '{}',
  "drills"        BOOLEAN NOT NULL DEFAULT FALSE,
  "group_minutes" INTEGER NOT NULL DEFAULT 0,
  "quiet_from"    TEXT,
  "quiet_to"      TEXT,
  "enabled"       BOOLEAN NOT NULL DEFAULT TRUE,
  "created_at"    TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- What happened that people may want to hear of; written in the transaction that makes it happen.
CREATE TABLE "notices" (
  "id"         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "key"        TEXT NOT NULL UNIQUE,
  "about"      TEXT NOT NULL,
  "severity"   TEXT NOT NULL,
  "account_id" INTEGER,
  "cause"      TEXT,
  "drill"      BOOLEAN NOT NULL DEFAULT FALSE,
  "person_id"  TEXT,
  "title"      TEXT NOT NULL,
  "body"       TEXT NOT NULL,
  "path"       TEXT NOT NULL,
  "at"         TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "routed_at"  TIMESTAMPTZ(3)
);
CREATE INDEX "notices_unrouted_idx" ON "notices" ("id") WHERE "routed_at" IS NULL;

-- One message to one channel. `key` is handed to the receiver where it can drop a second copy.
CREATE TABLE "deliveries" (
  "id"         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "channel_id" BIGINT NOT NULL REFERENCES "notification_channels" ("id") ON DELETE CASCADE,
  "rule_id"    BIGINT REFERENCES "notification_rules" ("id") ON DELETE SET NULL,
  "key"        TEXT NOT NULL UNIQUE,
  "notices"    BIGINT[] NOT NULL,
  "subject"    TEXT NOT NULL,
  "state"      TEXT NOT NULL DEFAULT 'waiting' CHECK ("state" IN ('waiting', 'sent', 'failed')),
  "attempts"   INTEGER NOT NULL DEFAULT 0,
  "next_at"    TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "sent_at"    TIMESTAMPTZ(3),
  "error"      TEXT
);
CREATE INDEX "deliveries_due_idx" ON "deliveries" ("next_at") WHERE "state" = 'waiting';
