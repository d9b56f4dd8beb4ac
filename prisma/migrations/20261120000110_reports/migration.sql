-- Proof: what people vouch for, and reports that never change once they are made.

CREATE TABLE "attestation_files" (
  "id"     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "name"   TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "bytes"  BYTEA NOT NULL
);

-- The latest one of a control and account counts; earlier ones are its history.
CREATE TABLE "attestations" (
  "id"          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "control_id"  TEXT COLLATE "C" NOT NULL,
  "account_id"  INTEGER REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "answer"      TEXT NOT NULL CHECK ("answer" IN ('pass', 'attention', 'fail', 'not-applicable')),
  "statement"   TEXT NOT NULL,
  "link"        TEXT,
  "file_id"     BIGINT REFERENCES "attestation_files" ("id"),
  "owner_id"    TEXT NOT NULL,
  "owner_name"  TEXT NOT NULL,
  "reviewed_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at"  TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX "attestations_control_idx" ON "attestations" ("control_id", "id" DESC);

CREATE TABLE "report_schedules" (
  "id"         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "title"      TEXT NOT NULL,
  "framework"  TEXT,
  "scope"      JSONB NOT NULL,
  "cron"       TEXT NOT NULL,
  "recipients" TEXT[] NOT NULL DEFAULT '{}',
  "deliver"    TEXT NOT NULL CHECK ("deliver" IN ('link', 'attachment')),
  "enabled"    BOOLEAN NOT NULL DEFAULT TRUE,
  "next_at"    TIMESTAMPTZ(3),
  "last_at"    TIMESTAMPTZ(3),
  "last_error" TEXT,
  "by_id"      TEXT NOT NULL,
  "by_name"    TEXT NOT NULL
);

CREATE TABLE "reports" (
  "id"          UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "number"      INTEGER GENERATED ALWAYS AS IDENTITY UNIQUE,
  "title"       TEXT NOT NULL,
  "framework"   TEXT,
  "scope"       JSONB NOT NULL,
  "as_of"       TIMESTAMPTZ(3) NOT NULL,
  "state"       TEXT NOT NULL DEFAULT 'wanted' CHECK ("state" IN ('wanted', 'making', 'ready', 'failed')),
  "error"       TEXT,
  "progress"    REAL,
  "attempts"    INTEGER NOT NULL DEFAULT 0,
  "by_id"       TEXT,
  "by_name"     TEXT NOT NULL,
  "schedule_id" BIGINT REFERENCES "report_schedules" ("id") ON DELETE SET NULL,
  "answers"     JSONB NOT NULL DEFAULT '[]',
  -- What the page and every export show: controls, ages of facts, registers with their hashes, retention.
  "content"     JSONB,
  "sha256"      TEXT,
  "bytes"       BIGINT,
  "key_id"      TEXT,
  "made_at"     TIMESTAMPTZ(3)
);
CREATE INDEX "reports_due_idx" ON "reports" ("number") WHERE "state" IN ('wanted', 'making');

-- Its files in pieces, so that no register ever sits in memory whole: the sealed bundle, the document, the registers.
CREATE TABLE "report_pieces" (
  "report_id" UUID NOT NULL REFERENCES "reports" ("id") ON DELETE CASCADE,
  "file"      TEXT NOT NULL,
  "place"     INTEGER NOT NULL,
  "bytes"     BYTEA NOT NULL,
  PRIMARY KEY ("report_id", "file", "place")
);

-- A report that is ready is as it is: only retention may take it away as a whole.
CREATE FUNCTION "report_is_frozen"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."state" = 'ready' THEN
    RAISE EXCEPTION 'Report % is frozen', OLD."number" USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "reports_frozen" BEFORE UPDATE ON "reports" FOR EACH ROW
  WHEN (OLD."state" = 'ready' AND (OLD.*) IS DISTINCT FROM (NEW.*) AND OLD."schedule_id" IS NOT DISTINCT FROM NEW."schedule_id")
  EXECUTE FUNCTION "report_is_frozen"();

CREATE FUNCTION "report_pieces_are_frozen"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "reports" WHERE "id" = coalesce(NEW."report_id", OLD."report_id") AND "state" = 'ready') THEN
    RAISE EXCEPTION 'The report is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER "report_pieces_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "report_pieces" FOR EACH ROW
  EXECUTE FUNCTION "report_pieces_are_frozen"();

CREATE TABLE "retention" (
  "kind"           TEXT PRIMARY KEY,
  "days"           INTEGER NOT NULL,
  "changed_at"     TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_by"     TEXT,
  "last_pruned_at" TIMESTAMPTZ(3)
);
