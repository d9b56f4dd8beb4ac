-- Being proved: no session was seen, and it is not said yet that the target is contained. One moment's silence proves little.
ALTER TABLE "response_targets" DROP CONSTRAINT "response_targets_state_check";
ALTER TABLE "response_targets" ADD CONSTRAINT "response_targets_state_check" CHECK ("state" IN ('planned', 'skipped', 'pending',
  'applying', 'applied', 'confirmed', 'proving', 'contained', 'not-contained', 'unproved', 'failed', 'not-started')) NOT VALID;
ALTER TABLE "response_targets" VALIDATE CONSTRAINT "response_targets_state_check";
ALTER TABLE "response_targets"
  -- Since when every look found it out; null when one did not, or nobody can tell.
  ADD COLUMN "proving_since" TIMESTAMPTZ(3),
  -- When that will have lasted long enough.
  ADD COLUMN "decide_at" TIMESTAMPTZ(3),
  -- When it had: "contained_at" is since when it is out, which is earlier.
  ADD COLUMN "proved_at" TIMESTAMPTZ(3),
  -- Since when AWS does not let us see what the proof rests on.
  ADD COLUMN "unread_since" TIMESTAMPTZ(3);
-- Those that were said to be contained were so at the moment that was looked.
UPDATE "response_targets" SET "proved_at" = "contained_at" WHERE "contained_at" IS NOT NULL;
CREATE INDEX "response_targets_proving_idx" ON "response_targets" ("account_id") WHERE "state" = 'proving';

-- Of its targets that are being proved, the latest.
ALTER TABLE "response_runs" ADD COLUMN "proving_since" TIMESTAMPTZ(3), ADD COLUMN "decide_at" TIMESTAMPTZ(3);
-- It was the moment of the look after the last confirmation, and so came after the containment that it went before.
UPDATE "response_runs" r SET "applied_at" = c."at"
FROM (SELECT "run_id", max("confirmed_at") AS "at" FROM "response_targets" WHERE "confirmed_at" IS NOT NULL GROUP BY 1) c
WHERE c."run_id" = r."id" AND r."applied_at" > c."at";
