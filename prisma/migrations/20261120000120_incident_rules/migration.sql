-- Which findings open an incident, or join one, by themselves.
CREATE TABLE "incident_rules" (
  "id"            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "name"          TEXT NOT NULL UNIQUE,
  "enabled"       BOOLEAN NOT NULL DEFAULT TRUE,
  -- Null: every account. Lists that are empty: any.
  "account_id"    INTEGER REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "checks"        TEXT[] NOT NULL DEFAULT '{}',
  "min_severity"  TEXT NOT NULL CHECK ("min_severity" IN ('critical', 'high', 'medium', 'low', 'info')),
  "min_rank"      SMALLINT GENERATED ALWAYS AS (CASE "min_severity" WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2
                    WHEN 'low' THEN 3 ELSE 4 END) STORED,
  "types"         TEXT[] NOT NULL DEFAULT '{}',
  "groups"        TEXT[] NOT NULL DEFAULT '{}',
  -- Otherwise it only joins incidents that are open already.
  "opens"         BOOLEAN NOT NULL,
  "most_per_hour" INTEGER NOT NULL DEFAULT 5 CHECK ("most_per_hour" BETWEEN 1 AND 100),
  -- Counts changes: saving over somebody else's is refused.
  "version"       INTEGER NOT NULL DEFAULT 1,
  "changed_at"    TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_by"    TEXT NOT NULL
);

-- Opened, back or graver than before, and no rule has looked at it yet; set only where a rule may be about it.
ALTER TABLE "findings" ADD COLUMN "unruled" BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX "findings_unruled_idx" ON "findings" ("account_id", "rank", "check_id", "subject") WHERE "unruled";

-- By which rule it was opened; the number stays when the rule is removed.
ALTER TABLE "incidents" ADD COLUMN "rule_id" BIGINT;
CREATE INDEX "incidents_rule_idx" ON "incidents" ("rule_id", "opened_at") WHERE "rule_id" IS NOT NULL;
