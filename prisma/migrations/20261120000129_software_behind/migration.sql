-- How many of them run less than is meant for them: a version may be meant for a few of a type, and the others are not behind.
ALTER TABLE "software_rollup" ADD COLUMN "behind" BIGINT NOT NULL DEFAULT 0;
-- Counted anew at the next look.
UPDATE "deployment_figures" SET "dirty" = TRUE;
