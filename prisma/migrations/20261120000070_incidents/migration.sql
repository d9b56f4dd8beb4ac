-- What devices' connections tell, and the conflicts of client IDs that come of it.

-- How far each event feed was read, apart from the pass that reads it: a position outlives its pass.
CREATE TABLE "feed_positions" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "feed"       TEXT NOT NULL,
  "position"   JSONB NOT NULL,
  "last_at"    TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("account_id", "feed")
);

-- Where an account's feeds are, when they are not where AWS puts them.
ALTER TABLE "aws_accounts"
  ADD COLUMN "event_queue_url" TEXT,
  ADD COLUMN "log_group" TEXT,
  ADD COLUMN "cra_applies" BOOLEAN NOT NULL DEFAULT FALSE;

-- Connects and disconnects as every feed told them, once each: the key is made of the feed's own id, or of the content
-- where it has none. Partitioned by day, so that what is too old goes at once.
CREATE TABLE "connection_events" (
  "account_id"    INTEGER NOT NULL,
  "at"            TIMESTAMPTZ(3) NOT NULL,
  "event_key"     UUID NOT NULL,
  "kind"          TEXT NOT NULL,
  "client_id"     TEXT NOT NULL,
  "principal"     TEXT,
  "source_ip"     TEXT,
  "source_port"   INTEGER,
  "reason"        TEXT,
  "duplicate"     BOOLEAN NOT NULL,
  "session"       TEXT,
  "version"       BIGINT,
  "feed"          TEXT NOT NULL,
  PRIMARY KEY ("account_id", "at", "event_key")
) PARTITION BY RANGE ("at");
CREATE TABLE "connection_events_rest" PARTITION OF "connection_events" DEFAULT;
CREATE INDEX "connection_events_at_brin" ON "connection_events" USING BRIN ("at");
CREATE INDEX "connection_events_client_idx" ON "connection_events" ("account_id", "client_id", "at" DESC);
CREATE INDEX "connection_events_duplicate_idx" ON "connection_events" ("account_id", "client_id", "at") WHERE "duplicate";
CREATE INDEX "connection_events_principal_idx" ON "connection_events" ("account_id", "principal", "at" DESC) WHERE "principal" IS NOT NULL;

-- Client IDs with new records that nobody has looked at yet. Written with the records, taken by the correlator.
CREATE TABLE "incident_work" (
  "account_id" INTEGER NOT NULL,
  "client_id"  TEXT NOT NULL,
  "since"      TIMESTAMPTZ(3) NOT NULL,
  "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("account_id", "client_id")
);
CREATE INDEX "incident_work_touched_idx" ON "incident_work" ("touched_at");

CREATE TABLE "incidents" (
  "id"                UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "number"            INTEGER GENERATED ALWAYS AS IDENTITY UNIQUE,
  "account_id"        INTEGER NOT NULL REFERENCES "aws_accounts" ("id"),
  "client_id"         TEXT NOT NULL,
  "thing_name"        TEXT,
  "thing_type"        TEXT,
  "state"             TEXT NOT NULL DEFAULT 'new' CHECK ("state" IN ('new', 'triaged', 'contained', 'resolved', 'closed', 'dismissed', 'merged')),
  "cause"             TEXT NOT NULL,
  "confidence"        DOUBLE PRECISION NOT NULL,
  "severity"          TEXT NOT NULL CHECK ("severity" IN ('critical', 'high', 'medium', 'low', 'info')),
  -- 1 critical to 5 info: what lists are ordered by.
  "severity_rank"     SMALLINT GENERATED ALWAYS AS (CASE "severity" WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'medium' THEN 3
                        WHEN 'low' THEN 4 ELSE 5 END) STORED,
  "severity_by_id"    TEXT,
  "severity_by_name"  TEXT,
  "severity_note"     TEXT,
  "severity_reasons"  TEXT[] NOT NULL DEFAULT '{}',
  "evidence"          JSONB NOT NULL DEFAULT '[]',
  "would_decide"      TEXT[] NOT NULL DEFAULT '{}',
  "sides"             JSONB NOT NULL DEFAULT '[]',
  "members"           JSONB NOT NULL DEFAULT '[]',
  "member_count"      INTEGER NOT NULL DEFAULT 1,
  "active"            BOOLEAN NOT NULL DEFAULT TRUE,
  "first_at"          TIMESTAMPTZ(3) NOT NULL,
  "last_at"           TIMESTAMPTZ(3) NOT NULL,
  "kicks"             INTEGER NOT NULL,
  "rate_per_minute"   DOUBLE PRECISION NOT NULL DEFAULT 0,
  "content_hash"      BIGINT NOT NULL DEFAULT 0,
  -- Names a common cause that many client IDs share, such as a wave of one thing type.
  "storm_key"         TEXT,
  "merged_into"       UUID REFERENCES "incidents" ("id"),
  "assignee_id"       TEXT,
  "assignee_name"     TEXT,
  "tags"              TEXT[] NOT NULL DEFAULT '{}',
  "drill"             TEXT,
  "drill_by"          TEXT,
  "opened_at"         TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "aware_at"          TIMESTAMPTZ(3),
  "acknowledged_at"   TIMESTAMPTZ(3),
  "contained_at"      TIMESTAMPTZ(3),
  "resolved_at"       TIMESTAMPTZ(3),
  "closed_at"         TIMESTAMPTZ(3),
  "dismissed_until"   TIMESTAMPTZ(3),
  "dismissal"         JSONB,
  "reopened"          INTEGER NOT NULL DEFAULT 0,
  "changed_at"        TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
-- One incident per client ID while it lasts: closed ones make room for the next.
CREATE UNIQUE INDEX "incidents_open_idx" ON "incidents" ("account_id", "client_id", ("drill" IS NOT NULL))
  WHERE "state" IN ('new', 'triaged', 'contained', 'resolved', 'dismissed', 'merged') AND "storm_key" IS NULL;
CREATE UNIQUE INDEX "incidents_open_storm_idx" ON "incidents" ("account_id", "storm_key")
  WHERE "storm_key" IS NOT NULL AND "state" IN ('new', 'triaged', 'contained', 'resolved', 'dismissed');
CREATE INDEX "incidents_last_idx" ON "incidents" ("account_id", "last_at" DESC, "id");
CREATE INDEX "incidents_first_idx" ON "incidents" ("account_id", "first_at" DESC, "id");
CREATE INDEX "incidents_state_last_idx" ON "incidents" ("account_id", "state", "last_at" DESC, "id");
CREATE INDEX "incidents_cause_last_idx" ON "incidents" ("account_id", "cause", "last_at" DESC, "id");
CREATE INDEX "incidents_severity_idx" ON "incidents" ("account_id", "severity_rank", "last_at" DESC, "id");
CREATE INDEX "incidents_assignee_idx" ON "incidents" ("assignee_id", "last_at" DESC, "id") WHERE "assignee_id" IS NOT NULL;
CREATE INDEX "incidents_thing_idx" ON "incidents" ("account_id", "thing_name") WHERE "thing_name" IS NOT NULL;
CREATE INDEX "incidents_client_trgm_idx" ON "incidents" USING GIN ("client_id" gin_trgm_ops);

-- Whose credential or address an incident is about: how incidents of one actor find each other, and a certificate's
-- page its incidents.
CREATE TABLE "incident_actors" (
  "incident_id" UUID NOT NULL REFERENCES "incidents" ("id") ON DELETE CASCADE,
  "account_id"  INTEGER NOT NULL,
  "kind"        TEXT NOT NULL CHECK ("kind" IN ('principal', 'address')),
  "value"       TEXT NOT NULL,
  PRIMARY KEY ("incident_id", "kind", "value")
);
CREATE INDEX "incident_actors_value_idx" ON "incident_actors" ("account_id", "kind", "value");

-- What happened to an incident, by data and by people. `key` keeps replayed data from telling it twice.
CREATE TABLE "incident_log" (
  "id"          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "incident_id" UUID NOT NULL REFERENCES "incidents" ("id") ON DELETE CASCADE,
  "at"          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "kind"        TEXT NOT NULL CHECK ("kind" IN ('data', 'state', 'person', 'comment', 'action', 'task')),
  "by_id"       TEXT,
  "by_name"     TEXT,
  "title"       TEXT NOT NULL,
  "detail"      TEXT,
  "key"         TEXT,
  UNIQUE ("incident_id", "key")
);
CREATE INDEX "incident_log_incident_at_idx" ON "incident_log" ("incident_id", "at" DESC, "id" DESC);

CREATE TABLE "incident_tasks" (
  "id"          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "incident_id" UUID NOT NULL REFERENCES "incidents" ("id") ON DELETE CASCADE,
  "place"       INTEGER NOT NULL,
  "text"        TEXT NOT NULL,
  "done_at"     TIMESTAMPTZ(3),
  "done_by"     TEXT,
  UNIQUE ("incident_id", "place")
);

-- Tasks per cause, where somebody changed those the product comes with.
CREATE TABLE "playbooks" (
  "cause"      TEXT PRIMARY KEY,
  "steps"      JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_by" TEXT
);

-- A run of response actions that an incident led to.
ALTER TABLE "response_runs" ADD COLUMN "incident_id" UUID REFERENCES "incidents" ("id");
CREATE INDEX "response_runs_incident_idx" ON "response_runs" ("incident_id") WHERE "incident_id" IS NOT NULL;
