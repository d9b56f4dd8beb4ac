-- Pieces of reports are compressed by us; a frozen report loses its schedule only when that is removed; keys that sealed.

-- PostgreSQL would try to compress again what is compressed.
ALTER TABLE "report_pieces" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

-- As a whole, whatever else changes with it: only a schedule that is removed may be let go of.
DROP TRIGGER "reports_frozen" ON "reports";
CREATE OR REPLACE FUNCTION "report_is_frozen"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  "kept" "reports" := NEW;
BEGIN
  IF NEW."schedule_id" IS NULL THEN "kept"."schedule_id" := OLD."schedule_id"; END IF;
  IF OLD IS DISTINCT FROM "kept" THEN
    RAISE EXCEPTION 'Report % is frozen', OLD."number" USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "reports_frozen" BEFORE UPDATE ON "reports" FOR EACH ROW WHEN (OLD."state" = 'ready')
  EXECUTE FUNCTION "report_is_frozen"();

-- Public halves of the keys that sealed bundles, as the worker told them; private halves never come here.
CREATE TABLE "signing_keys" (
  "key_id"     TEXT PRIMARY KEY,
  "public_key" TEXT NOT NULL,
  "kept"       TEXT NOT NULL,
  "seen_at"    TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- When somebody asked, as against the moment that a report is of.
ALTER TABLE "reports" ADD COLUMN "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now();
CREATE INDEX "report_schedules_due_idx" ON "report_schedules" ("next_at") WHERE "enabled";
