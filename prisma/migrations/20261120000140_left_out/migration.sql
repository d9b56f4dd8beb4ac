-- Kinds of settings that the last reading had to leave out: what is kept of them is of before, and no answer of today's.
ALTER TABLE "collections" ADD COLUMN "left_out" TEXT[] NOT NULL DEFAULT '{}';
-- Readings of the version before did not say which: they are made again.
UPDATE "collections" SET "due_at" = now() WHERE "last_outcome" = 'partial' AND "due_at" > now();
