-- Counts changes: setting a check over somebody else's change is refused.
ALTER TABLE "check_settings" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- Figures count alarms that began or ended within days, however many there were before.
CREATE INDEX "violations_started_idx" ON "violations" ("account_id", "started_at");
CREATE INDEX "violations_cleared_idx" ON "violations" ("account_id", "cleared_at") WHERE "cleared_at" IS NOT NULL;
