-- Behaviours that we watch ourselves are a witness of their own, beside our checks, AWS's audits and Detect.
ALTER TABLE "finding_witnesses" DROP CONSTRAINT "finding_witnesses_source_check",
  ADD CONSTRAINT "finding_witnesses_source_check" CHECK ("source" IN ('ours', 'audit', 'detect', 'behaviour'));
ALTER TABLE "check_results" DROP CONSTRAINT "check_results_source_check",
  ADD CONSTRAINT "check_results_source_check" CHECK ("source" IN ('ours', 'audit', 'detect', 'behaviour'));

-- Device-side reports as they came, once each: queues tell at least once. Kept as long as the windows made of them.
CREATE TABLE "device_reports" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "device"     TEXT COLLATE "C" NOT NULL,
  "at"         TIMESTAMPTZ(3) NOT NULL,
  "report_id"  BIGINT NOT NULL,
  "measured"   JSONB NOT NULL,
  PRIMARY KEY ("account_id", "device", "at", "report_id")
);
CREATE INDEX "device_reports_at_idx" ON "device_reports" USING BRIN ("at");
