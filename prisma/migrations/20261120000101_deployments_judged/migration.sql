-- What is made of deployments and software: thresholds, what is meant to run where, who runs something else, and the
-- register of what cannot be updated.

-- Whether what keeps it counts as a stall already: that a device is offline has a longer threshold of its own.
ALTER TABLE "deployment_executions" ADD COLUMN "stall_counts" BOOLEAN NOT NULL DEFAULT FALSE;
-- A later deployment of the same document may reach what this one did not. `unreached`: things that do not have what it
-- brings, and will not by themselves. `told_health`: what people were told of it last.
ALTER TABLE "deployments"
  ADD COLUMN "document_digest" TEXT GENERATED ALWAYS AS (md5("document")) STORED,
  ADD COLUMN "unreached" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "told_health" TEXT;
CREATE INDEX "deployments_digest_idx" ON "deployments" ("account_id", "document_digest") WHERE "document_digest" IS NOT NULL;
-- What AWS gave no time for is listed last.
CREATE INDEX "deployments_listed_idx" ON "deployments" ("account_id", coalesce("created_at", timestamptz 'epoch') DESC, "id" DESC)
  WHERE "gone_at" IS NULL;
CREATE INDEX "deployments_moved_idx" ON "deployments" ("account_id", coalesce("counts_changed_at", timestamptz 'epoch') DESC, "id" DESC)
  WHERE "gone_at" IS NULL;
CREATE INDEX "deployment_executions_message_idx" ON "deployment_executions" ("deployment_id", "status", md5("message"));

-- How long may pass before something is a stall. The row of type '' is for all; a type's own holds what differs.
CREATE TABLE "deployment_thresholds" (
  "type_name"  TEXT COLLATE "C" PRIMARY KEY,
  "values"     JSONB NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  "changed_by" TEXT NOT NULL
);
-- Types of things that have no way to be updated, as people say.
CREATE TABLE "unsupported_types" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "type_name"  TEXT COLLATE "C" NOT NULL,
  "why"        TEXT NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  "changed_by" TEXT NOT NULL,
  PRIMARY KEY ("account_id", "type_name")
);

-- What is meant to run where, as people say; and as the latest deployments of each target say, made by the job.
CREATE TABLE "software_stated" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "kind"       TEXT NOT NULL CHECK ("kind" IN ('type', 'group')),
  "of"         TEXT COLLATE "C" NOT NULL,
  "package"    TEXT COLLATE "C" NOT NULL,
  "version"    TEXT COLLATE "C" NOT NULL,
  "why"        TEXT NOT NULL,
  "by_id"      TEXT NOT NULL,
  "by_name"    TEXT NOT NULL,
  "at"         TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("account_id", "kind", "of", "package")
);
CREATE TABLE "software_wanted" (
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "kind"          TEXT NOT NULL CHECK ("kind" IN ('type', 'group', 'thing')),
  "of"            TEXT COLLATE "C" NOT NULL,
  "package"       TEXT COLLATE "C" NOT NULL,
  "version"       TEXT COLLATE "C" NOT NULL,
  "since"         TIMESTAMPTZ(3) NOT NULL,
  -- null: a person's word, which comes before that of deployments.
  "deployment_id" BIGINT REFERENCES "deployments" ("id") ON DELETE CASCADE,
  PRIMARY KEY ("account_id", "kind", "of", "package")
);

-- How many things of a type or group report a version; version '' of package '': how many report nothing at all.
CREATE TABLE "software_rollup" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "kind"       TEXT NOT NULL CHECK ("kind" IN ('type', 'group')),
  "of"         TEXT COLLATE "C" NOT NULL,
  "package"    TEXT COLLATE "C" NOT NULL,
  "version"    TEXT COLLATE "C" NOT NULL,
  "things"     BIGINT NOT NULL,
  -- For how many of them it is the version that is meant.
  "intended"   BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY ("account_id", "kind", "of", "package", "version")
);

-- Things that run another version than is meant, or whose version changed as nobody asked.
CREATE TABLE "software_drift" (
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "thing"         TEXT COLLATE "C" NOT NULL,
  "package"       TEXT COLLATE "C" NOT NULL,
  "kind"          TEXT NOT NULL CHECK ("kind" IN ('behind', 'ahead', 'other', 'downgrade', 'unannounced')),
  "version"       TEXT COLLATE "C",
  "intended"      TEXT COLLATE "C",
  "since"         TIMESTAMPTZ(3),
  "from_version"  TEXT COLLATE "C",
  "deployment_id" BIGINT REFERENCES "deployments" ("id") ON DELETE SET NULL,
  PRIMARY KEY ("account_id", "thing", "package", "kind")
);
CREATE INDEX "software_drift_kind_idx" ON "software_drift" ("account_id", "kind", "thing", "package");
CREATE INDEX "software_drift_package_idx" ON "software_drift" ("account_id", "package", "thing", "kind");

-- Things that cannot be updated, as the facts say ("found_*") or as people say ("declared_*"), and what is to be done.
CREATE TABLE "unupdatable_things" (
  "account_id"   INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "thing"        TEXT COLLATE "C" NOT NULL,
  "found_why"    TEXT CHECK ("found_why" IN ('no-agent', 'type-unsupported', 'certificate-expired', 'never-updated')),
  "found_says"   TEXT,
  "found_since"  TIMESTAMPTZ(3),
  "declared_why" TEXT,
  "declared_at"  TIMESTAMPTZ(3),
  "declared_by"  TEXT,
  "plan"         TEXT,
  "owner_id"     TEXT,
  "owner_name"   TEXT,
  "due"          DATE,
  "done_at"      TIMESTAMPTZ(3),
  "done_by"      TEXT,
  "changed_at"   TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "thing")
);
CREATE INDEX "unupdatable_things_why_idx" ON "unupdatable_things" ("account_id", "found_why", "thing");

-- Figures of an account that the pages show on load, and what it took to make them.
CREATE TABLE "deployment_figures" (
  "account_id"  INTEGER PRIMARY KEY REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "blocked"     INTEGER NOT NULL DEFAULT 0,
  "behind"      INTEGER NOT NULL DEFAULT 0,
  "unupdatable" INTEGER NOT NULL DEFAULT 0,
  "things"      INTEGER NOT NULL DEFAULT 0,
  "reporting"   INTEGER NOT NULL DEFAULT 0,
  "judged_at"   TIMESTAMPTZ(3),
  "counted_at"  TIMESTAMPTZ(3),
  "counted_ms"  INTEGER NOT NULL DEFAULT 0,
  "register_at" TIMESTAMPTZ(3),
  "register_ms" INTEGER NOT NULL DEFAULT 0,
  -- Whether what is meant, or what a change was, became another since it was counted.
  "dirty"       BOOLEAN NOT NULL DEFAULT FALSE
);

-- Deployments are a witness of findings of their own, and can be what a run is aimed at.
ALTER TABLE "finding_witnesses" DROP CONSTRAINT "finding_witnesses_source_check",
  ADD CONSTRAINT "finding_witnesses_source_check"
    CHECK ("source" IN ('ours', 'audit', 'detect', 'behaviour', 'deployment'));
ALTER TABLE "check_results" DROP CONSTRAINT "check_results_source_check",
  ADD CONSTRAINT "check_results_source_check"
    CHECK ("source" IN ('ours', 'audit', 'detect', 'behaviour', 'deployment'));
ALTER TABLE "response_runs" DROP CONSTRAINT "response_runs_target_kind_check";
ALTER TABLE "response_runs" ADD CONSTRAINT "response_runs_target_kind_check"
  CHECK ("target_kind" IN ('thing', 'certificate', 'client', 'thing-group', 'account', 'audit-finding', 'deployment'));
