-- Exercises are few among many incidents, and figures read the last days of them.
CREATE INDEX "incidents_drill_idx" ON "incidents" ("account_id", "last_at" DESC, "id") WHERE "drill" IS NOT NULL;
CREATE INDEX "incidents_opened_idx" ON "incidents" ("account_id", "opened_at");
