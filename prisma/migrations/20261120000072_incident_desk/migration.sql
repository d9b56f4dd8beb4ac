-- What people do about incidents: what merging and overriding hide and give back, and exercises.

ALTER TABLE "incidents"
  -- The state to return to when it is taken out of the incident it was joined to.
  ADD COLUMN "state_before" TEXT,
  -- What the rules say while a person says otherwise; data goes on writing it.
  ADD COLUMN "severity_judged" TEXT;
CREATE INDEX "incidents_kicks_idx" ON "incidents" ("account_id", "kicks" DESC, "id");
CREATE INDEX "incidents_merged_into_idx" ON "incidents" ("merged_into") WHERE "merged_into" IS NOT NULL;
CREATE INDEX "incidents_tags_idx" ON "incidents" USING GIN ("tags");

-- Exercises: a scenario that the simulator's devices play. The worker starts and ends them.
CREATE TABLE "drills" (
  "id"         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id"),
  "scenario"   TEXT NOT NULL,
  "state"      TEXT NOT NULL DEFAULT 'wanted' CHECK ("state" IN ('wanted', 'running', 'over', 'failed')),
  "client_ids" TEXT[] NOT NULL DEFAULT '{}',
  -- The simulator's own name of it.
  "conflict"   TEXT,
  "by_id"      TEXT NOT NULL,
  "by_name"    TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "started_at" TIMESTAMPTZ(3),
  "ends_at"    TIMESTAMPTZ(3),
  "error"      TEXT
);
CREATE INDEX "drills_account_idx" ON "drills" ("account_id", "created_at" DESC);
CREATE INDEX "drills_open_idx" ON "drills" ("created_at") WHERE "state" IN ('wanted', 'running');

-- When a worker last reached a simulator to hold exercises with; no row: never.
CREATE TABLE "drill_ground" (
  "only"    BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK ("only"),
  "seen_at" TIMESTAMPTZ(3) NOT NULL
);

-- Sessions of a device under another name than its thing's: few, and whom a narrow policy would break.
CREATE INDEX "presence_other_name_idx" ON "presence" ("account_id", "thing_row_id") WHERE "client_id" <> "thing_name";
