-- What people do about it: runs of response actions, their targets, and every AWS call they make.

-- How actions reach one account. Without a role that may write, none is possible there.
CREATE TABLE "responders" (
  "account_id"         INTEGER PRIMARY KEY REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "role_arn"           TEXT,
  "external_id"        TEXT,
  "quarantine_group"   TEXT NOT NULL DEFAULT 'fleetwarden-quarantine',
  "quarantine_policy"  TEXT NOT NULL DEFAULT 'FleetwardenQuarantine',
  "stop_topic"         TEXT,
  "stop_payload"       TEXT,
  -- 'ready', or what is missing, as last read from AWS.
  "quarantine"         TEXT NOT NULL DEFAULT 'unknown',
  "quarantine_read_at" TIMESTAMPTZ(3)
);

-- What AWS last said when the responder called an action: there is no way to ask beforehand.
CREATE TABLE "responder_permissions" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "action"     TEXT NOT NULL,
  "allowed"    BOOLEAN NOT NULL,
  "at"         TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("account_id", "action")
);

-- One action on a frozen set of targets: planned, perhaps approved, executed and watched.
CREATE TABLE "response_runs" (
  "id"                  UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "number"              INTEGER GENERATED ALWAYS AS IDENTITY UNIQUE,
  "account_id"          INTEGER NOT NULL REFERENCES "aws_accounts" ("id"),
  "action"              TEXT NOT NULL,
  "target_kind"         TEXT NOT NULL CHECK ("target_kind" IN ('thing', 'certificate', 'client', 'thing-group', 'account')),
  "selection"           JSONB NOT NULL,
  "options"             JSONB NOT NULL DEFAULT '{}',
  "state"               TEXT NOT NULL DEFAULT 'planning' CHECK ("state" IN ('planning', 'plan-failed', 'planned',
    'awaiting-approval', 'rejected', 'expired', 'queued', 'changed', 'running', 'watching', 'done', 'stopped', 'cancelled')),
  "targets"             INTEGER NOT NULL,
  "undo_of"             UUID REFERENCES "response_runs" ("id"),
  "retry_of"            UUID REFERENCES "response_runs" ("id"),
  -- Who asked is copied, not referenced, so that the record outlives the person's.
  "by_id"               TEXT NOT NULL,
  "by_name"             TEXT NOT NULL,
  "created_at"          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "plan"                JSONB,
  "digest"              TEXT,
  "planned_at"          TIMESTAMPTZ(3),
  "recheck"             JSONB,
  "recheck_wanted_at"   TIMESTAMPTZ(3),
  "reason"              TEXT,
  "category"            TEXT,
  "requested_at"        TIMESTAMPTZ(3),
  "approval"            TEXT,
  "approval_expires_at" TIMESTAMPTZ(3),
  "decided_by_id"       TEXT,
  "decided_by_name"     TEXT,
  "decided_at"          TIMESTAMPTZ(3),
  "decision_note"       TEXT,
  "queued_at"           TIMESTAMPTZ(3),
  "started_at"          TIMESTAMPTZ(3),
  "applied_at"          TIMESTAMPTZ(3),
  "finished_at"         TIMESTAMPTZ(3),
  "contained_in_s"      DOUBLE PRECISION,
  "cancel_wanted_at"    TIMESTAMPTZ(3),
  "stop_reason"         TEXT,
  "differences"         JSONB,
  -- One worker at a time; one that is silent past its lease is taken for dead.
  "holder"              UUID,
  "lease_until"         TIMESTAMPTZ(3),
  "wake_at"             TIMESTAMPTZ(3),
  CHECK ("decided_by_id" IS DISTINCT FROM "by_id" OR "state" IN ('rejected', 'cancelled', 'expired') OR "decided_by_id" IS NULL)
);
CREATE INDEX "response_runs_account_id_number_idx" ON "response_runs" ("account_id", "number" DESC);
CREATE INDEX "response_runs_state_number_idx" ON "response_runs" ("state", "number" DESC);
CREATE INDEX "response_runs_by_id_number_idx" ON "response_runs" ("by_id", "number" DESC);
CREATE INDEX "response_runs_work_idx" ON "response_runs" ("wake_at")
  WHERE "state" IN ('planning', 'queued', 'running', 'watching', 'awaiting-approval');
-- A run is undone once: a second click meets this. An undo that came to nothing does not count.
CREATE UNIQUE INDEX "response_runs_undo_of_idx" ON "response_runs" ("undo_of")
  WHERE "undo_of" IS NOT NULL AND "state" IN ('awaiting-approval', 'queued', 'running', 'watching', 'done');
CREATE INDEX "response_runs_contained_idx" ON "response_runs" ("finished_at") WHERE "contained_in_s" IS NOT NULL;

CREATE TABLE "response_targets" (
  "run_id"       UUID NOT NULL REFERENCES "response_runs" ("id"),
  "n"            INTEGER NOT NULL,
  "account_id"   INTEGER NOT NULL,
  "action"       TEXT NOT NULL,
  "kind"         TEXT NOT NULL,
  "name"         TEXT NOT NULL,
  -- What AWS never gives to another object: the thing ID, or the ARN.
  "identity"     TEXT,
  "state"        TEXT NOT NULL DEFAULT 'planned' CHECK ("state" IN ('planned', 'skipped', 'pending', 'applying', 'applied',
    'confirmed', 'contained', 'not-contained', 'unproved', 'failed', 'not-started')),
  -- From the request until its outcome is known.
  "open"         BOOLEAN NOT NULL DEFAULT FALSE,
  "plan"         JSONB,
  "digest"       TEXT,
  -- Client IDs whose sessions decide whether it is contained.
  "clients"      TEXT[] NOT NULL DEFAULT '{}',
  "error"        TEXT,
  "request_id"   TEXT,
  "attempted_at" TIMESTAMPTZ(3),
  "applied_at"   TIMESTAMPTZ(3),
  "confirmed_at" TIMESTAMPTZ(3),
  "contained_at" TIMESTAMPTZ(3),
  "observation"  TEXT,
  "observed_at"  TIMESTAMPTZ(3),
  "kicked_at"    TIMESTAMPTZ(3),
  "look_at"      TIMESTAMPTZ(3),
  PRIMARY KEY ("run_id", "n")
);
-- One open run per action and target, whoever asks.
CREATE UNIQUE INDEX "response_targets_open_idx" ON "response_targets" ("account_id", "action", "kind", "name") WHERE "open";
CREATE INDEX "response_targets_run_id_state_n_idx" ON "response_targets" ("run_id", "state", "n");
CREATE INDEX "response_targets_name_idx" ON "response_targets" ("account_id", "kind", "name");
CREATE INDEX "response_targets_attempted_idx" ON "response_targets" ("account_id", "attempted_at") WHERE "attempted_at" IS NOT NULL;
CREATE INDEX "response_targets_adrift_idx" ON "response_targets" ("account_id") WHERE "state" IN ('not-contained', 'unproved');

-- The calls of a target, in order. One is 'intended' from before it is sent until its answer is stored: after a crash
-- it is sent again, which every step allows.
CREATE TABLE "response_steps" (
  "run_id"       UUID NOT NULL,
  "n"            INTEGER NOT NULL,
  "step"         INTEGER NOT NULL,
  "params"       JSONB NOT NULL,
  "state"        TEXT NOT NULL DEFAULT 'planned' CHECK ("state" IN ('planned', 'intended', 'applied', 'confirmed', 'failed', 'skipped')),
  -- What AWS said right before the first call; never overwritten, because an undo restores it.
  "before"       TEXT,
  "request_id"   TEXT,
  "intended_at"  TIMESTAMPTZ(3),
  "applied_at"   TIMESTAMPTZ(3),
  "confirmed_at" TIMESTAMPTZ(3),
  "error"        TEXT,
  PRIMARY KEY ("run_id", "n", "step"),
  FOREIGN KEY ("run_id", "n") REFERENCES "response_targets" ("run_id", "n")
);

-- What a run touched beside its targets, so that a certificate's page finds the run that was aimed at its thing.
CREATE TABLE "response_touched" (
  "run_id"     UUID NOT NULL,
  "n"          INTEGER NOT NULL,
  "account_id" INTEGER NOT NULL,
  "kind"       TEXT NOT NULL,
  "name"       TEXT NOT NULL,
  PRIMARY KEY ("account_id", "kind", "name", "run_id", "n")
);
