-- Lists of a hundred thousand rows: each filter that leaves few of them has the order of the list in an index.
CREATE INDEX "findings_hidden_idx" ON "findings" ("account_id", "rank", "opened_at", "id")
  WHERE "open" AND "suppression_id" IS NOT NULL;

CREATE INDEX "incidents_active_idx" ON "incidents" ("account_id", "last_at" DESC, "id") WHERE "active";

CREATE INDEX "violations_state_idx" ON "violations" ("account_id", "state", "last_at" DESC, "id" DESC);
CREATE INDEX "violations_severity_idx" ON "violations" ("account_id", "severity", "last_at" DESC, "id" DESC);
CREATE INDEX "violations_metric_idx" ON "violations" ("account_id", "metric", "last_at" DESC, "id" DESC);
CREATE INDEX "violations_profile_idx" ON "violations" ("account_id", "profile", "last_at" DESC, "id" DESC);
CREATE INDEX "violations_verified_idx" ON "violations" ("account_id", "verification", "last_at" DESC, "id" DESC)
  WHERE "verification" <> 'UNKNOWN';
CREATE INDEX "violations_device_trigram_idx" ON "violations" USING GIN ("device" gin_trgm_ops);

-- Detect's, by what the list makes of them.
CREATE INDEX "detect_violations_verified_idx"
  ON "detect_violations" ("account_id", (coalesce("verification", 'UNKNOWN')), (coalesce("last_at", "seen_at")) DESC, "violation_id" DESC);
CREATE INDEX "detect_violations_metric_idx"
  ON "detect_violations" ("account_id", (coalesce("metric", '')), (coalesce("last_at", "seen_at")) DESC, "violation_id" DESC);
CREATE INDEX "detect_violations_profile_idx"
  ON "detect_violations" ("account_id", "profile", (coalesce("last_at", "seen_at")) DESC, "violation_id" DESC);
CREATE INDEX "detect_violations_device_trigram_idx" ON "detect_violations" USING GIN ("thing_name" gin_trgm_ops);
