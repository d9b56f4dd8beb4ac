-- The expiry histogram reads one row for each day to come, not those of every status beside it. "certificates" stays out
-- of the index, or every change of a count would write it.
CREATE INDEX "certificate_rollup_expiry_idx" ON "certificate_rollup" ("account_id", "value")
  WHERE "dimension" = 'expires-on' AND "status" = 'ACTIVE';
