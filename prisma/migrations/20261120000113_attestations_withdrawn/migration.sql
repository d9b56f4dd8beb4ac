-- A word that was taken back: the row stays, and the one before it counts again, or nobody's.
ALTER TABLE "attestations"
  ADD COLUMN "withdrawn_at" TIMESTAMPTZ(3),
  ADD COLUMN "withdrawn_by" TEXT,
  ADD COLUMN "withdrawn_why" TEXT;
