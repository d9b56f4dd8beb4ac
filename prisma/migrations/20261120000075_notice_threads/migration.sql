-- What a notice goes on about, so that a pager can close what it opened; whom a message is for; since when it is tried.
ALTER TABLE "notices" ADD COLUMN "thread" TEXT, ADD COLUMN "ends" BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE "deliveries" ADD COLUMN "thread" TEXT, ADD COLUMN "person_id" TEXT, ADD COLUMN "tried_at" TIMESTAMPTZ(3);
CREATE INDEX "deliveries_thread_idx" ON "deliveries" ("channel_id", "thread") WHERE "thread" IS NOT NULL;
CREATE INDEX "deliveries_open_group_idx" ON "deliveries" ("rule_id") WHERE "state" = 'waiting' AND "attempts" = 0;
