-- Things, their types and groups, and whether they are connected.
-- Descriptive facts and presence change at different rates and are kept apart. Names sort bytewise ("C"), so a page
-- key compares the same everywhere.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE "thing_types" (
  "id"                    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"            INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "name"                  TEXT COLLATE "C" NOT NULL,
  "arn"                   TEXT,
  "description"           TEXT,
  "searchable_attributes" TEXT[] NOT NULL DEFAULT '{}',
  "deprecated"            BOOLEAN NOT NULL DEFAULT FALSE,
  "created_at"            TIMESTAMPTZ(3),
  "content_hash"          BIGINT NOT NULL,
  "first_seen_at"         TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_at"            TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "gone_at"               TIMESTAMPTZ(3),
  UNIQUE ("account_id", "name")
);

-- Static and dynamic thing groups, and billing groups, which have a name space of their own.
CREATE TABLE "thing_groups" (
  "id"             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"     INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "billing"        BOOLEAN NOT NULL DEFAULT FALSE,
  "name"           TEXT COLLATE "C" NOT NULL,
  "arn"            TEXT,
  "thing_group_id" TEXT,
  "parent_name"    TEXT COLLATE "C",
  "description"    TEXT,
  "attributes"     JSONB NOT NULL DEFAULT '{}',
  "query_string"   TEXT,
  "version"        BIGINT,
  "created_at"     TIMESTAMPTZ(3),
  "described_at"   TIMESTAMPTZ(3),
  "content_hash"   BIGINT NOT NULL DEFAULT 0,
  "member_count"   BIGINT NOT NULL DEFAULT 0,
  "first_seen_at"  TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_at"     TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "gone_at"        TIMESTAMPTZ(3),
  UNIQUE ("account_id", "billing", "name")
);

-- "credential_health" is derived from the thing's certificates (server/credentials) and kept here because the
-- inventory filters by it; "credential_not_after" is when the last of its active certificates expires.
CREATE TABLE "things" (
  "id"                    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"            INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "name"                  TEXT COLLATE "C" NOT NULL,
  "arn"                   TEXT,
  "thing_id"              TEXT,
  "type_name"             TEXT COLLATE "C",
  "billing_group"         TEXT COLLATE "C",
  "attributes"            JSONB NOT NULL DEFAULT '{}',
  "version"               BIGINT,
  "content_hash"          BIGINT NOT NULL,
  "other_principals"      TEXT[] NOT NULL DEFAULT '{}',
  "certificate_count"     INTEGER NOT NULL DEFAULT 0,
  "active_certificates"   INTEGER NOT NULL DEFAULT 0,
  "credential_health"     TEXT NOT NULL DEFAULT 'unknown'
    CHECK ("credential_health" IN ('valid', 'expiring', 'expired', 'inactive', 'none', 'unknown')),
  "credential_not_after"  TIMESTAMPTZ(3),
  "first_seen_at"         TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_at"            TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "gone_at"               TIMESTAMPTZ(3),
  UNIQUE ("account_id", "name")
);
CREATE INDEX "things_type_idx" ON "things" ("account_id", "type_name", "name");
CREATE INDEX "things_health_idx" ON "things" ("account_id", "credential_health", "name");
CREATE INDEX "things_gone_idx" ON "things" ("account_id", "name") WHERE "gone_at" IS NOT NULL;
CREATE INDEX "things_expiry_idx" ON "things" ("account_id", "credential_not_after", "id");
CREATE INDEX "things_first_seen_idx" ON "things" ("account_id", "first_seen_at" DESC, "id" DESC);
CREATE INDEX "things_name_trigram_idx" ON "things" USING GIN ("name" gin_trgm_ops);
CREATE INDEX "things_attributes_idx" ON "things" USING GIN ("attributes" jsonb_path_ops);

-- When a thing's principals were last read. Apart from things, so that looking again rewrites no wide row.
CREATE TABLE "thing_principal_checks" (
  "thing_row_id" BIGINT PRIMARY KEY REFERENCES "things" ("id") ON DELETE CASCADE,
  "account_id"   INTEGER NOT NULL,
  "checked_at"   TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX "thing_principal_checks_age_idx" ON "thing_principal_checks" ("account_id", "checked_at");

-- Memberships carry the name the inventory sorts by, so a group's page is one index range.
CREATE TABLE "thing_group_members" (
  "group_row_id"  BIGINT NOT NULL REFERENCES "thing_groups" ("id") ON DELETE CASCADE,
  "thing_name"    TEXT COLLATE "C" NOT NULL,
  "thing_row_id"  BIGINT NOT NULL REFERENCES "things" ("id") ON DELETE CASCADE,
  "account_id"    INTEGER NOT NULL,
  "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("group_row_id", "thing_name", "thing_row_id")
);
CREATE INDEX "thing_group_members_thing_idx" ON "thing_group_members" ("thing_row_id");

-- Connectivity as the fleet index reports it; "since" is AWS's timestamp of the last change, null when it never connected.
-- A thing without a row has an unknown presence.
-- The gaps say how often a device comes back: ingest adds one whenever it sees disconnected (since A) become connected
-- (since B): B - A seconds. "typical_gap_s" is a moving average (new = old + (gap - old) / 4), the first gap as it is.
CREATE TABLE "presence" (
  "thing_row_id"      BIGINT PRIMARY KEY REFERENCES "things" ("id") ON DELETE CASCADE,
  "account_id"        INTEGER NOT NULL,
  "thing_name"        TEXT COLLATE "C" NOT NULL,
  "connected"         BOOLEAN NOT NULL,
  "since"             TIMESTAMPTZ(3),
  "disconnect_reason" TEXT,
  "client_id"         TEXT,
  "keep_alive_s"      INTEGER,
  "clean_session"     BOOLEAN,
  "gaps_observed"     INTEGER NOT NULL DEFAULT 0,
  "typical_gap_s"     INTEGER,
  "longest_gap_s"     INTEGER
) WITH (fillfactor = 80);
CREATE INDEX "presence_connected_idx" ON "presence" ("account_id", "connected", "thing_name");
CREATE INDEX "presence_since_idx" ON "presence" ("account_id", "since" DESC NULLS LAST, "thing_row_id" DESC);
CREATE INDEX "presence_client_id_idx" ON "presence" ("account_id", "client_id");
