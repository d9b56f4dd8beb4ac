-- Findings of audits can be what a run is aimed at: Device Defender is told to apply one of its actions to them.
ALTER TABLE "response_runs" DROP CONSTRAINT "response_runs_target_kind_check";
ALTER TABLE "response_runs" ADD CONSTRAINT "response_runs_target_kind_check"
  CHECK ("target_kind" IN ('thing', 'certificate', 'client', 'thing-group', 'account', 'audit-finding'));
CREATE INDEX "audit_findings_id_idx" ON "audit_findings" ("account_id", "finding_id");
