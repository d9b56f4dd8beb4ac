-- What one person vouched for lately: how many files they attached within a day is counted before another is taken.
CREATE INDEX "attestations_owner_idx" ON "attestations" ("owner_id", "reviewed_at");
