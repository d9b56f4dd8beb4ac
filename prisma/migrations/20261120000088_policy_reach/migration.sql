-- How far a policy reaches over the fleet, and what the linter says of it: worked out in the background, and shown with its age.

CREATE TABLE "policy_reach" (
  "policy_row_id" BIGINT NOT NULL REFERENCES "policies" ("id") ON DELETE CASCADE,
  "kind"          TEXT NOT NULL CHECK ("kind" IN ('client-id', 'topic', 'shadow')),
  "account_id"    INTEGER NOT NULL,
  -- Other things that one device with the policy reaches, of how many; the resource that reaches farthest.
  "reaches"       BIGINT NOT NULL,
  "of"            BIGINT NOT NULL,
  "pattern"       TEXT,
  -- The widest resources, [{pattern, reaches, note}], and how many more there are.
  "patterns"      JSONB NOT NULL DEFAULT '[]',
  "more"          INTEGER NOT NULL DEFAULT 0,
  "at"            TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("policy_row_id", "kind")
);

-- One row per policy that was judged. "worst" is 0 critical to 4 info, null when there is nothing to say.
CREATE TABLE "policy_lints" (
  "policy_row_id" BIGINT PRIMARY KEY REFERENCES "policies" ("id") ON DELETE CASCADE,
  "account_id"    INTEGER NOT NULL,
  "lints"         INTEGER NOT NULL,
  "worst"         SMALLINT,
  -- Resources that reach across sites or tenants: [{pattern, attribute, values}].
  "crossings"     JSONB NOT NULL DEFAULT '[]',
  "at"            TIMESTAMPTZ(3) NOT NULL
);

-- What an account's fleet was when all of its policies were measured last.
CREATE TABLE "policy_reach_passes" (
  "account_id" INTEGER PRIMARY KEY REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "things"     BIGINT NOT NULL,
  "at"         TIMESTAMPTZ(3) NOT NULL
);
