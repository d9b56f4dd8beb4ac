-- What an incident's page shows is kept as it is judged, so that opening it reads by key.

-- Take-overs are looked for by time: of a client ID they are found by its records.
DROP INDEX "connection_events_duplicate_idx";
CREATE INDEX "connection_events_duplicate_idx" ON "connection_events" ("account_id", "at", "client_id") WHERE "duplicate";

-- Other client IDs that its credentials were used with while it lasted, the first 100 by name.
ALTER TABLE "incidents" ADD COLUMN "reach" TEXT[] NOT NULL DEFAULT '{}';

-- What was joined to an incident, the most kicks first.
DROP INDEX "incidents_merged_into_idx";
CREATE INDEX "incidents_merged_into_idx" ON "incidents" ("merged_into", "kicks" DESC, "id") WHERE "merged_into" IS NOT NULL;

-- Take-overs in time, the gaps between them, and the latest sessions of each side. A bar is `bar_minutes` wide; `bars` are
-- [place since 1970, take-overs], those with none left out.
CREATE TABLE "incident_charts" (
  "incident_id" UUID PRIMARY KEY REFERENCES "incidents" ("id") ON DELETE CASCADE,
  "from_at"     TIMESTAMPTZ(3) NOT NULL,
  "to_at"       TIMESTAMPTZ(3) NOT NULL,
  "bar_minutes" INTEGER NOT NULL,
  "bars"        JSONB NOT NULL,
  "gaps"        INTEGER[] NOT NULL,
  "lanes"       JSONB NOT NULL,
  "cut"         BOOLEAN NOT NULL
);

-- Those that are there already are judged once more.
INSERT INTO "incident_work" ("account_id", "client_id", "since")
SELECT "account_id", "client_id", min("first_at") FROM "incidents" WHERE "storm_key" IS NULL AND "state" <> 'closed'
GROUP BY "account_id", "client_id" ON CONFLICT DO NOTHING;
