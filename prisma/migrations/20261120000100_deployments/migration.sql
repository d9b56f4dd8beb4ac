-- What is being rolled out, how far it is device by device, and which software things say they run.

CREATE TABLE "deployments" (
  "id"                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"        INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "kind"              TEXT NOT NULL CHECK ("kind" IN ('job', 'greengrass')),
  -- AWS's job ID or deployment ID.
  "name"              TEXT COLLATE "C" NOT NULL,
  "title"             TEXT NOT NULL,
  "arn"               TEXT NOT NULL,
  "aws_status"        TEXT NOT NULL,
  "description"       TEXT,
  "document"          TEXT,
  -- ARNs of things and groups.
  "targets"           TEXT[] NOT NULL DEFAULT '{}',
  -- [{name, version}]; of a job: its destination package versions.
  "packages"          JSONB NOT NULL DEFAULT '[]',
  "components"        JSONB NOT NULL DEFAULT '[]',
  -- AWS's rollout, abort, timeout, retry, scheduling and deployment policies, as AWS words them.
  "config"            JSONB NOT NULL DEFAULT '{}',
  -- Of a Greengrass deployment: the job that carries it. That job is not listed beside it.
  "carried_by"        TEXT COLLATE "C",
  "continuous"        BOOLEAN NOT NULL DEFAULT FALSE,
  -- Of a Greengrass deployment: whether a later one of the same target took its place.
  "superseded"        BOOLEAN NOT NULL DEFAULT FALSE,
  "security"          BOOLEAN NOT NULL DEFAULT FALSE,
  "created_at"        TIMESTAMPTZ(3),
  "aws_updated_at"    TIMESTAMPTZ(3),
  "completed_at"      TIMESTAMPTZ(3),
  "queued"            INTEGER NOT NULL DEFAULT 0,
  "in_progress"       INTEGER NOT NULL DEFAULT 0,
  "succeeded"         INTEGER NOT NULL DEFAULT 0,
  "failed"            INTEGER NOT NULL DEFAULT 0,
  "timed_out"         INTEGER NOT NULL DEFAULT 0,
  "rejected"          INTEGER NOT NULL DEFAULT 0,
  "removed"           INTEGER NOT NULL DEFAULT 0,
  "canceled"          INTEGER NOT NULL DEFAULT 0,
  -- When AWS was asked for the counts last while it was running; polls since one of them changed.
  "counts_at"         TIMESTAMPTZ(3),
  "counts_changed_at" TIMESTAMPTZ(3),
  "unchanged_polls"   INTEGER NOT NULL DEFAULT 0,
  -- When its executions were read to the end last, and of which counts (a hash): what did not move is not read again.
  "executions_at"     TIMESTAMPTZ(3),
  "executions_of"     BIGINT,
  "content_hash"      BIGINT NOT NULL DEFAULT 0,
  -- What our judgement says of it, and when it is to be judged again though nothing changes.
  "health"            TEXT NOT NULL DEFAULT 'unknown',
  "stalled"           INTEGER NOT NULL DEFAULT 0,
  "eta_s"             INTEGER,
  "judged_at"         TIMESTAMPTZ(3),
  "judge_at"          TIMESTAMPTZ(3) DEFAULT now(),
  "gone_at"           TIMESTAMPTZ(3),
  UNIQUE ("account_id", "kind", "name")
);
CREATE INDEX "deployments_created_idx" ON "deployments" ("account_id", "created_at" DESC, "id" DESC);
CREATE INDEX "deployments_health_idx" ON "deployments" ("account_id", "health", "created_at" DESC, "id" DESC);
CREATE INDEX "deployments_judge_idx" ON "deployments" ("judge_at") WHERE "judge_at" IS NOT NULL;

-- Its counts as they were seen, one row for each change.
CREATE TABLE "deployment_progress" (
  "deployment_id" BIGINT NOT NULL REFERENCES "deployments" ("id") ON DELETE CASCADE,
  "at"            TIMESTAMPTZ(3) NOT NULL,
  "queued"        INTEGER NOT NULL,
  "in_progress"   INTEGER NOT NULL,
  "succeeded"     INTEGER NOT NULL,
  "failed"        INTEGER NOT NULL,
  "timed_out"     INTEGER NOT NULL,
  "rejected"      INTEGER NOT NULL,
  "removed"       INTEGER NOT NULL,
  "canceled"      INTEGER NOT NULL,
  PRIMARY KEY ("deployment_id", "at")
);

-- One device of one deployment. Unchanged rows are never stamped: deployments.executions_at tells their age.
CREATE TABLE "deployment_executions" (
  "deployment_id"    BIGINT NOT NULL REFERENCES "deployments" ("id") ON DELETE CASCADE,
  "thing"            TEXT COLLATE "C" NOT NULL,
  "account_id"       INTEGER NOT NULL,
  "status"           TEXT NOT NULL,
  -- The device's own words; null where it said nothing or was not asked for them yet (told_at).
  "message"          TEXT,
  "details"          JSONB,
  "told_at"          TIMESTAMPTZ(3),
  "queued_at"        TIMESTAMPTZ(3),
  "started_at"       TIMESTAMPTZ(3),
  "updated_at"       TIMESTAMPTZ(3),
  -- Whether AWS told of a timer: null where it was not asked.
  "has_timer"        BOOLEAN,
  "times_out_at"     TIMESTAMPTZ(3),
  "execution_number" BIGINT,
  "attempt"          INTEGER,
  "changed_at"       TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "stall_cause"      TEXT,
  "stall_says"       TEXT,
  "stall_since"      TIMESTAMPTZ(3),
  PRIMARY KEY ("deployment_id", "thing")
);
CREATE INDEX "deployment_executions_status_idx" ON "deployment_executions" ("deployment_id", "status", "thing");
CREATE INDEX "deployment_executions_stalled_idx" ON "deployment_executions" ("deployment_id", "stall_cause", "thing")
  WHERE "stall_cause" IS NOT NULL;
CREATE INDEX "deployment_executions_thing_idx" ON "deployment_executions" ("account_id", "thing", "deployment_id");

CREATE TABLE "greengrass_cores" (
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "thing"         TEXT COLLATE "C" NOT NULL,
  "id"            BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- HEALTHY or UNHEALTHY, as the core said last: a dead core keeps its last word.
  "status"        TEXT NOT NULL,
  "status_at"     TIMESTAMPTZ(3),
  "platform"      TEXT,
  "architecture"  TEXT,
  "runtime"       TEXT,
  "version"       TEXT,
  -- When its components and its effective deployments were read, and as of which status report.
  "components_at" TIMESTAMPTZ(3),
  "components_of" TIMESTAMPTZ(3),
  "seen_at"       TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "gone_at"       TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "thing")
);

CREATE TABLE "installed_components" (
  "account_id"  INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "thing"       TEXT COLLATE "C" NOT NULL,
  "name"        TEXT COLLATE "C" NOT NULL,
  "version"     TEXT NOT NULL,
  "lifecycle"   TEXT,
  "root"        BOOLEAN NOT NULL DEFAULT FALSE,
  "source"      TEXT,
  "status_at"   TIMESTAMPTZ(3),
  "reported_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "thing", "name")
);

CREATE TABLE "software_packages" (
  "account_id"      INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "name"            TEXT COLLATE "C" NOT NULL,
  "default_version" TEXT,
  "created_at"      TIMESTAMPTZ(3),
  "updated_at"      TIMESTAMPTZ(3),
  "gone_at"         TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "name")
);

CREATE TABLE "software_package_versions" (
  "account_id" INTEGER NOT NULL,
  "package"    TEXT COLLATE "C" NOT NULL,
  "version"    TEXT COLLATE "C" NOT NULL,
  "status"     TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3),
  "gone_at"    TIMESTAMPTZ(3),
  PRIMARY KEY ("account_id", "package", "version"),
  FOREIGN KEY ("account_id", "package") REFERENCES "software_packages" ("account_id", "name") ON DELETE CASCADE
);

-- What a thing says it runs: by its $package shadow, or a core's installed components. Device-reported, not attested.
CREATE TABLE "thing_software" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "thing"      TEXT COLLATE "C" NOT NULL,
  "source"     TEXT NOT NULL CHECK ("source" IN ('shadow', 'greengrass')),
  "package"    TEXT COLLATE "C" NOT NULL,
  "version"    TEXT COLLATE "C" NOT NULL,
  "since"      TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("account_id", "thing", "source", "package")
);
CREATE INDEX "thing_software_version_idx" ON "thing_software" ("account_id", "package", "version", "thing");

-- Every change of what a thing runs, kept for good; `kind` is null until it was judged.
CREATE TABLE "software_changes" (
  "id"            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"    INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "thing"         TEXT COLLATE "C" NOT NULL,
  "source"        TEXT NOT NULL,
  "package"       TEXT COLLATE "C" NOT NULL,
  -- null: it was not there before, or is there no longer.
  "from_version"  TEXT,
  "version"       TEXT,
  "at"            TIMESTAMPTZ(3) NOT NULL,
  "kind"          TEXT CHECK ("kind" IN ('first', 'announced', 'unannounced', 'downgrade', 'removed')),
  "deployment_id" BIGINT REFERENCES "deployments" ("id") ON DELETE SET NULL
);
CREATE INDEX "software_changes_unjudged_idx" ON "software_changes" ("id") WHERE "kind" IS NULL;
CREATE INDEX "software_changes_thing_idx" ON "software_changes" ("account_id", "thing", "id" DESC);
CREATE INDEX "software_changes_odd_idx" ON "software_changes" ("account_id", "at" DESC, "id" DESC)
  WHERE "kind" IN ('unannounced', 'downgrade');

-- When the software of an account was read whole last, and when any of it changed last.
CREATE TABLE "software_state" (
  "account_id" INTEGER PRIMARY KEY REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "read_at"    TIMESTAMPTZ(3),
  "changed_at" TIMESTAMPTZ(3),
  "counted_at" TIMESTAMPTZ(3)
);
